import { SCOPES } from '../store/port';
import type { Scope, Token } from '../store/port';
import { newToken } from '../tokens';
import { configAt } from './settings';
import { byOperator, print, withStore } from './with-store';

interface Where {
  config: string;
  json?: boolean;
}
export interface TokenAdd extends Where {
  scope: string;
  device: string[];
}

const NAME_LIMIT = 40;

/** `ghanti token add`: a new token, shown this once. */
export async function add(name: string, options: TokenAdd): Promise<void> {
  const scope = scopeOf(options.scope);
  if (!/^[\x20-\x7e]+$/.test(name) || name.length > NAME_LIMIT)
    throw new Error(`the name of a token has 1 to ${NAME_LIMIT} ASCII characters.`);
  if ((scope === 'shop') !== options.device.length > 0)
    throw new Error('--device: name the boxes of a shop, and of a shop alone.');
  await withStore(configAt(options.config), async (store) => {
    const { text, kept } = newToken(name, scope, options.device, Date.now());
    await store.write(async (tx) => {
      for (const id of options.device)
        if ((await tx.device(id)) === undefined)
          throw new Error(`--device: there is no device ${id}; "device list" shows all.`);
      await tx.insertToken(kept);
      await tx.audit(byOperator('token.add', kept.id, `${scope} ${options.device.join(' ')}`.trim()));
    });
    if (options.json === true) return print(JSON.stringify({ ...shown(kept), token: text }));
    print(text);
    // Beside the token, so that a script can take what is printed as it is.
    process.stderr.write(`${kept.id} (${name}, ${scope}). It is shown this once: the bridge keeps only its hash.\n`);
  });
}

export async function list(options: Where): Promise<void> {
  await withStore(configAt(options.config), async (store) => {
    const tokens = await store.read((tx) => tx.tokens());
    if (options.json === true) return print(JSON.stringify(tokens.map(shown)));
    if (tokens.length === 0) return print('No tokens yet. Add one with: ghanti token add <name> --scope operator');
    for (const { id, scope, devices, name, revokedAtMs } of tokens)
      print(
        `${id}  ${scope.padEnd(8)}  ${name}  ${devices.join(',')}${revokedAtMs === undefined ? '' : '  revoked'}`.trimEnd(),
      );
  });
}

/** `ghanti token revoke`: refused from the next request on; its event streams end within 15 s. */
export async function revoke(id: string, options: Where): Promise<void> {
  await withStore(configAt(options.config), async (store) => {
    await store.write(async (tx) => {
      if (!(await tx.revokeToken(id, Date.now())))
        throw new Error(`there is no token ${id} that could be revoked; "token list" shows all.`);
      await tx.audit(byOperator('token.revoke', id));
    });
    print(`${id} is revoked.`);
  });
}

function scopeOf(asked: string): Scope {
  const scope = SCOPES.find((one) => one === asked);
  if (scope === undefined) throw new Error(`--scope: take ${SCOPES.join(', ')}.`);
  return scope;
}

function shown({ id, name, scope, devices, createdAtMs, revokedAtMs }: Token): Record<string, string | string[]> {
  return {
    ...{ id, name, scope, devices, createdAt: new Date(createdAtMs).toISOString() },
    ...(revokedAtMs !== undefined && { revokedAt: new Date(revokedAtMs).toISOString() }),
  };
}

import { createInterface } from 'node:readline/promises';
import { seal } from '../config/sealed';
import { masterKeys } from '../gateway/master-key';
import { configAt } from './settings';
import { print } from './with-store';

const SECRET_LIMIT = 8_192;

/** `ghanti secret seal`: reads a secret from standard input and prints what may stand for it in ghanti.yaml. */
export async function sealSecret(options: { config: string }): Promise<void> {
  const { keys } = configAt(options.config);
  const secret = process.stdin.isTTY ? await asked() : await piped();
  if (secret === '' || secret.length > SECRET_LIMIT)
    throw new Error(`a secret has 1 to ${SECRET_LIMIT} characters; give it on standard input.`);
  print(seal(secret, masterKeys(keys.masterKey, keys.masterKeyFile)));
}

/** On a terminal: one line, which is not shown. */
async function asked(): Promise<string> {
  process.stderr.write('The secret (it is not shown), then Enter: ');
  const lines = createInterface({ input: process.stdin, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** All of it: a key in PEM has many lines. The end of the last one is not the secret's. */
async function piped(): Promise<string> {
  let text = '';
  for await (const part of process.stdin) {
    text += String(part);
    if (text.length > SECRET_LIMIT) break;
  }
  return text.replace(/\r?\n$/, '');
}

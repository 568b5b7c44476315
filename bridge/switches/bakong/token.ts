// The life of the access token: 90 days (Bakong QR Pay Integration 1.0.3, "Token Life Cycle"), renewed by mail address.
import { SwitchError, type ConnectorContext } from '../../payments/ports';
import type { BakongConfig } from './config';
import type { RoadHealth } from './health';
import { keep, markOf, readKept, type KeptToken } from './token-file';

const DAY_MS = 86_400_000;
const LIFE_MS = 90 * DAY_MS;
/** Renewed from here on, and the operator is warned when that does not work. */
const RENEW_DAYS = 7;
const WARN_DAYS = [RENEW_DAYS, 3, 0];

/** Asks Bakong for a new token. Rejects with a SwitchError. */
export type AskNew = (email: string) => Promise<string>;

export class Tokens {
  #token: string;
  #issuedAtMs: number | undefined;
  #renewing: Promise<string> | undefined;
  #renewNotBeforeMs = -Infinity;
  #renewTrouble = 'the last try to renew it did not help';
  #warnedDays = Infinity;

  constructor(
    readonly config: BakongConfig,
    readonly context: Pick<ConnectorContext, 'log' | 'nowMs'>,
    readonly health: RoadHealth,
    readonly askNew: AskNew,
  ) {
    this.#token = config.token;
    this.#issuedAtMs = config.tokenIssuedAt === undefined ? undefined : Date.parse(config.tokenIssuedAt);
    this.#readFile();
  }

  get current(): string {
    return this.#token;
  }

  /** When the token ends: as it says itself, else 90 days after it was issued; undefined when nobody knows. */
  get endsAtMs(): number | undefined {
    const issuedAtMs = this.#issuedAtMs;
    return endOf(this.#token) ?? (issuedAtMs === undefined ? undefined : issuedAtMs + LIFE_MS);
  }

  /**
   * Bakong refused this token. Resolves with another: the one that came meanwhile, the one that another process has put
   * into the file, or a new one. Rejects with a SwitchError `auth` when there is none.
   */
  async refused(token: string): Promise<string> {
    if (this.#token !== token) return this.#token;
    this.#readFile();
    if (this.#token !== token) return this.#token;
    return this.#renew('Bakong refuses the token');
  }

  /** Renews the token ahead of its end; warns the operator 7 and 3 days before it, and at it, when that does not work. */
  async check(): Promise<void> {
    const { endsAtMs } = this;
    if (endsAtMs === undefined) return;
    const daysLeft = (endsAtMs - this.context.nowMs()) / DAY_MS;
    if (daysLeft > RENEW_DAYS) return;
    try {
      await this.#renew(`the token ends in ${Math.max(0, Math.floor(daysLeft))} days`);
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      this.#warn(daysLeft, error.message);
    }
  }

  #warn(daysLeft: number, why: string): void {
    const reached = WARN_DAYS.findLast((days) => daysLeft <= days) ?? RENEW_DAYS;
    const days = Math.max(0, Math.floor(daysLeft));
    this.health.note(
      days > 0 ? `bakong: the token ends in ${days} days; ${why}` : `bakong: the token has ended; ${why}`,
    );
    if (reached >= this.#warnedDays) return;
    this.#warnedDays = reached;
    const level = reached === RENEW_DAYS ? 'warn' : 'error';
    this.context.log(level, 'bakong: the token ends soon and is not renewed', { daysLeft: days, why });
  }

  #renew(reason: string): Promise<string> {
    this.#renewing ??= this.#renewOnce(reason).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renewOnce(reason: string): Promise<string> {
    const { email, timing } = this.config;
    if (email === undefined) {
      throw auth(`${reason}; there is no email to renew it with: get a new token from Bakong and set \`token\``);
    }
    // Each try may send a mail: not one for every poll.
    if (this.context.nowMs() < this.#renewNotBeforeMs) throw auth(`${reason}; ${this.#renewTrouble}`);
    this.#renewNotBeforeMs = this.context.nowMs() + timing.renewGapMs;
    const token = await this.askNew(email).catch((error: unknown) => {
      if (error instanceof Error) this.#renewTrouble = error.message;
      throw error;
    });
    this.#issuedAtMs = this.context.nowMs();
    this.#token = token;
    this.#warnedDays = Infinity;
    this.health.note('');
    this.#write({ token, issuedAtMs: this.#issuedAtMs, of: markOf(this.config.token) });
    this.context.log('info', 'bakong: the token was renewed', { reason });
    return token;
  }

  #write(kept: KeptToken): void {
    const file = this.config.tokenFile;
    if (file === undefined) return;
    try {
      keep(file, kept);
    } catch (error) {
      const why = `bakong: the renewed token cannot be written to ${file} (${codeOf(error)}); a restart loses it`;
      this.context.log('error', why, {});
      this.health.note(why);
    }
  }

  #readFile(): void {
    const file = this.config.tokenFile;
    if (file === undefined) return;
    try {
      const kept = readKept(file);
      if (kept?.of !== markOf(this.config.token)) return;
      this.#token = kept.token;
      this.#issuedAtMs = kept.issuedAtMs;
    } catch (error) {
      this.context.log('error', `bakong: ${file} cannot be used (${codeOf(error)}); the configured token is`, {});
    }
  }
}

/** `exp` of a token that is a JWT (RFC 7519), as Bakong's are today; no document promises that. */
function endOf(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp?: unknown };
    return typeof exp === 'number' && exp > 0 ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

function auth(message: string): SwitchError {
  return new SwitchError('auth', `bakong: the credentials do not hold: ${message}`, false);
}
function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

import { pino } from 'pino';
import type { DestinationStream, Level } from 'pino';

/**
 * What a log line may say beside its message: ids and figures. There is no field for a token, a payer's name, an account
 * or a code, so none can be logged by accident.
 */
interface LogFields {
  device?: string;
  charge?: string;
  switch?: string;
  seq?: number;
  kind?: string;
  state?: string;
  reason?: string;
  method?: string;
  route?: string;
  status?: number;
  durationMs?: number;
  address?: string;
  count?: number;
  port?: number;
  path?: string;
  /** Of the audit log: number and hash of its newest row. */
  head?: string;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** For connectors, whose fields nobody reviews here: what could hold a secret or a person is left out by its name. */
  foreign(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>): void;
}

const PRIVATE =
  /token|secret|passw|auth|key|cookie|name|account|mobile|phone|payer|card|pan\b|code|qr|body|payload|signature/i;
/** Long enough for an error's text, too short for a dumped body. */
const LONGEST_TEXT = 300;

/** JSON lines on standard output, or wherever `destination` goes. */
export function jsonLog(level: Level | 'silent', destination?: DestinationStream): Log {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  const lines = destination === undefined ? pino(options) : pino(options, destination);
  return {
    debug: (message, fields = {}) => lines.debug(fields, message),
    info: (message, fields = {}) => lines.info(fields, message),
    warn: (message, fields = {}) => lines.warn(fields, message),
    error: (message, fields = {}) => lines.error(fields, message),
    foreign: (level, message, fields) => lines[level](withoutPrivate(fields), message.slice(0, LONGEST_TEXT)),
  };
}

function withoutPrivate(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (PRIVATE.test(name)) continue;
    if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
    if (typeof value === 'string') kept[name] = value.slice(0, LONGEST_TEXT);
  }
  return kept;
}

/** An error's text without its stack, for a `reason` field. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_TEXT);
}

/** What went wrong with the store, for programs; the message says what, where and what to do. */
export type StoreProblem =
  | 'cannot-open'
  | 'read-only'
  | 'full'
  | 'damaged'
  | 'newer-schema'
  | 'busy'
  | 'io'
  | 'constraint'
  | 'missing'
  | 'misuse'
  | 'closed'
  | 'failed';

export class StoreError extends Error {
  constructor(
    readonly problem: StoreProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StoreError';
  }
}

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html); the extended ones keep them in the low byte. */
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;

const ADVICE: Record<number, [StoreProblem, string]> = {
  [SQLITE_BUSY]: ['busy', 'another program held it for more than 5 s. Stop the other program, then try again.'],
  [SQLITE_READONLY]: ['read-only', 'it may not be written. Give this user write access to the file and its folder.'],
  [SQLITE_IOERR]: ['io', 'the disk refused to read or write. Look at the disk and its quota, then start again.'],
  [SQLITE_CORRUPT]: ['damaged', 'it is damaged. Keep a copy of it, then put a backup in its place.'],
  [SQLITE_FULL]: ['full', 'the disk is full. Make room; nothing that was acknowledged is lost.'],
  [SQLITE_CANTOPEN]: ['cannot-open', 'it cannot be opened. Make the folder and give this user access to it.'],
  [SQLITE_CONSTRAINT]: ['constraint', 'the row contradicts what is stored'],
  [SQLITE_NOTADB]: ['damaged', 'it is not a database. Name another file, or move this one away.'],
};

/** Turns whatever SQLite threw about the file at `path` into a StoreError. */
export function storeError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const [problem, advice] = ADVICE[resultCode(error, said)] ?? ['failed', 'the statement failed'];
  return new StoreError(problem, `store ${path}: ${advice} (${said})`, { cause: error });
}

function resultCode(error: unknown, said: string): number {
  const raw: unknown = typeof error === 'object' && error !== null && 'rawCode' in error ? error.rawCode : undefined;
  if (typeof raw === 'number') return raw % 256;
  // Opening throws no code of its own: 'ConnectionFailed("Unable to open connection to local database x: 14")'.
  const inText = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(said);
  return inText === null ? 0 : Number(inText[1]) % 256;
}

// Questions to an interpreter over its console, one after another. A box that runs prints lines of its own in between.
import type { Line } from './line';

/** How an engine is asked to print an answer between marks. The source must not hold the marks themselves: it is echoed. */
export interface Dialect {
  /** The command that prints `<number:` the expression's value `>`. */
  printing(number: number, expression: string): string;
  /** What the engine prints when a command fails; group 1 is the reason. */
  fault: RegExp;
}

export interface Conversation {
  /** The value as text. Rejects when the engine complains, does not answer in time, or the cable is gone. */
  ask(expression: string, limitMs?: number): Promise<string>;
  /** Sends and waits for nothing. */
  tell(text: string): Promise<void>;
}

const ANSWER_LIMIT_MS = 20_000;
/** More than any answer; a box that chatters does not fill the memory. */
const HEARD_LIMIT_CHARS = 65_536;

/** A conversation over an open line. */
export function converse(line: Line, dialect: Dialect): Conversation {
  let heard = '';
  let number = 0;
  let listen: () => void = () => undefined;
  let lose: (error: Error) => void = () => undefined;
  line.onBytes((bytes) => {
    heard = (heard + bytes).slice(-HEARD_LIMIT_CHARS);
    listen();
  });
  line.onGone((error) => lose(error));

  async function ask(expression: string, limitMs = ANSWER_LIMIT_MS): Promise<string> {
    number++;
    heard = '';
    const answer = new RegExp(`<${number}:([^>]*)>`);
    const heardIt = new Promise<string>((resolve, reject) => {
      const limit = setTimeout(
        () => end(() => reject(new Error(`no answer within ${limitMs / 1000} s; heard: ${tail(heard)}`))),
        limitMs,
      );
      const end = (then: () => void): void => {
        clearTimeout(limit);
        listen = lose = () => undefined;
        then();
      };
      lose = (error) => end(() => reject(error));
      listen = () => {
        const found = answer.exec(heard);
        const fault = dialect.fault.exec(heard);
        if (found !== null) end(() => resolve(found[1]!));
        else if (fault !== null) end(() => reject(new Error(`the box says: ${fault[1]!.trim()}`)));
      };
    });
    heardIt.catch(() => undefined);
    await line.write(dialect.printing(number, expression));
    return heardIt;
  }

  return { ask, tell: (text) => line.write(text) };
}

function tail(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text.slice(-80));
}

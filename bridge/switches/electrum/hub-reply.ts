import { errorMessage } from './messages';
import type { ErrorType } from './model';

/** What the intermediate answers to an operation. */
export interface HubReply {
  status: number;
  /** Undefined: no body. */
  body: object | undefined;
}

/** @param id of the message that is refused */
export function refuse(status: number, type: ErrorType, words: string, id?: string, tranId?: string): HubReply {
  return { status, body: errorMessage(type, words, id, tranId) };
}

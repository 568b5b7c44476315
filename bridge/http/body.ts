import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './problem';

const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * The whole body. The rest of one that is too large is read and dropped, or the answer would be lost with the connection;
 * the server's time limit for a request ends that.
 * @throws HttpProblem 413 above 64 kB, 400 when the connection ends in the middle
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const tooLarge = (): void => {
      parts.length = 0;
      reject(
        new HttpProblem(413, 'body-too-large', `A body may have ${BODY_LIMIT_BYTES} bytes.`, { connection: 'close' }),
      );
    };
    if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) tooLarge();
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > BODY_LIMIT_BYTES) tooLarge();
      else parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts)));
    const cut = (): void => reject(new HttpProblem(400, 'cut-short', 'The body was cut short.'));
    request.on('error', cut);
    request.on('close', cut);
  });
}

// The certificate that the embedded broker shows over TLS, read again when it was renewed.
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';
import type { Clock } from '../clock';
import { reasonOf } from '../log';
import type { Log } from '../log';

export interface CertificateFiles {
  /** PEM, the server's certificate first, then what leads to its authority. */
  certFile: string;
  /** PEM, readable by its owner alone. */
  keyFile: string;
}

const LOOK_MS = 60_000;

/** @throws Error that says which of the two files cannot be used, and why */
export function readCertificate({ certFile, keyFile }: CertificateFiles): SecureContextOptions {
  if ((statOf(keyFile).mode & 0o077) !== 0)
    throw new Error(`mqtt.tls: ${keyFile} can be read by others. Run: chmod 600 ${keyFile}`);
  // TLS 1.2 is what mbedTLS on the boxes speaks; below it nothing is safe (RFC 8996).
  const context = { cert: read(certFile), key: read(keyFile), minVersion: 'TLSv1.2' } as const;
  try {
    createSecureContext(context);
  } catch (error) {
    throw new Error(`mqtt.tls: ${certFile} and ${keyFile} do not go together: ${reasonOf(error)}`, { cause: error });
  }
  return context;
}

/**
 * Calls `renewed` when one of the files has another time, size or place; with files that cannot be used, as in the middle
 * of a renewal, the old ones stay and it is tried again. Returns the way to stop.
 */
export function followCertificate(
  files: CertificateFiles,
  clock: Clock,
  log: Log,
  renewed: (context: SecureContextOptions) => void,
): () => void {
  let seen = marksOf(files);
  let stop = clock.after(LOOK_MS, function look() {
    try {
      const now = marksOf(files);
      if (now !== seen) {
        renewed(readCertificate(files));
        seen = now;
        log.info('mqtt: has the renewed certificate', { path: files.certFile });
      }
    } catch (error) {
      log.error('mqtt: the renewed certificate cannot be used; the old one stays', { reason: reasonOf(error) });
    }
    stop = clock.after(LOOK_MS, look);
  });
  return () => stop();
}

function marksOf({ certFile, keyFile }: CertificateFiles): string {
  const marks = [certFile, keyFile].map(statOf).map(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`);
  return marks.join(' ');
}

function statOf(file: string): { mode: number; mtimeMs: number; size: number; ino: number } {
  try {
    return statSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): Error {
  return new Error(`mqtt.tls: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
}

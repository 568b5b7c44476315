// Certificates for tests: an authority of our own and what it signs, written in DER here because Node makes keys and
// signatures, and no certificates (X.509: RFC 5280; DER: X.690).
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Authority {
  /** Its own certificate, PEM. */
  pem: string;
  /** A certificate for a server with this name or address, and its key, PEM. */
  issue(name: { dns: string } | { ip: string }): { cert: string; key: string };
}

const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const SUBJECT_ALT_NAME = oid('551d11');
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const TRUE = Buffer.from([0x01, 0x01, 0xff]);
const DAY_MS = 86_400_000;

const nameOf = (text: string): Buffer => sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from(text)))));
const timeOf = (ms: number): Buffer =>
  tlv(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

function certificate(issuer: string, subject: string, key: KeyObject, by: KeyObject, extension: Buffer): string {
  const now = Date.now();
  const body = sequence(
    ...[tlv(0xa0, tlv(0x02, Buffer.from([2]))), tlv(0x02, Buffer.from([1]), randomBytes(8)), ECDSA_WITH_SHA256],
    ...[nameOf(issuer), sequence(timeOf(now - DAY_MS), timeOf(now + DAY_MS)), nameOf(subject)],
    key.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(extension)),
  );
  return pemOf(sequence(body, ECDSA_WITH_SHA256, tlv(0x03, Buffer.from([0]), sign('sha256', body, by))));
}

/** A new authority; certificates are good from yesterday to tomorrow. */
export function authority(name = 'Test authority'): Authority {
  const pair = (): { publicKey: KeyObject; privateKey: KeyObject } =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = pair();
  const mayIssue = sequence(BASIC_CONSTRAINTS, TRUE, tlv(0x04, sequence(TRUE)));
  return {
    pem: certificate(name, name, own.publicKey, own.privateKey, mayIssue),
    issue: (server) => {
      const { publicKey, privateKey } = pair();
      const is =
        'dns' in server ? tlv(0x82, Buffer.from(server.dns)) : tlv(0x87, Buffer.from(server.ip.split('.').map(Number)));
      const alternative = sequence(SUBJECT_ALT_NAME, tlv(0x04, sequence(is)));
      return {
        cert: certificate(name, 'broker', publicKey, own.privateKey, alternative),
        key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      };
    },
  };
}

/** Files in the folder for a broker on 127.0.0.1 that this authority vouches for. */
export function brokerFiles(ca: Authority, folder: string): { certFile: string; keyFile: string } {
  const files = { certFile: join(folder, 'broker.pem'), keyFile: join(folder, 'broker.key') };
  const { cert, key } = ca.issue({ ip: '127.0.0.1' });
  writeFileSync(files.certFile, cert);
  writeFileSync(files.keyFile, key, { mode: 0o600 });
  return files;
}

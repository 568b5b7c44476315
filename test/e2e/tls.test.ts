// MQTT over TLS: who is believed, who is let in, and certificates that are renewed while boxes are connected.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { externalRoad } from '../../bridge/gateway/external';
import type { Road } from '../../bridge/gateway/port';
import { jsonLog } from '../../bridge/log';
import { startTestBridge } from '../support/bridge';
import type { TestBridge } from '../support/bridge';
import { authority } from '../support/certificate';
import { ManualClock } from '../support/clock';

const LOOPBACK = { ip: '127.0.0.1' };

interface SecureShop {
  shop: TestBridge;
  ca: ReturnType<typeof authority>;
  port: number;
  /** Puts another certificate in the place of the one in use. */
  write(server: { cert: string; key: string }): void;
}

async function secureShop(different: { plain?: boolean; clock?: ManualClock } = {}): Promise<SecureShop> {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [certFile, keyFile] = [join(folder, 'broker.pem'), join(folder, 'broker.key')];
  const ca = authority();
  const write: SecureShop['write'] = ({ cert, key }) => {
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
  };
  write(ca.issue(LOOPBACK));
  const { plain = true, clock } = different;
  const mqtt = { plain, tls: { port: 0, certFile, keyFile } };
  const shop = await startTestBridge({ config: { mqtt }, ...(clock && { extras: { clock } }) });
  return { shop, ca, port: shop.mqttTlsPort!, write };
}

/** @returns what the server shows, or why there is no connection */
function shake(port: number, options: ConnectionOptions): Promise<TLSSocket | string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ...options }, () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    onTestFinished(() => void socket.destroy());
  });
}

describe('a box that speaks TLS', () => {
  test('is welcomed and told what was paid, beside one that does not', async () => {
    const { shop, ca, port } = await secureShop();
    const box = shop.box({ port });
    const welcomed = box.next('welcome');
    await box.connect({ protocol: 'mqtts', ca: ca.pem });
    await box.hello();
    await welcomed;
    const paid = box.next('paid');
    await shop.charge();
    await shop.till.tell('session-1', 'paid');
    await paid;
    await box.cut();
    const plain = shop.box();
    plain.restarts = box.restarts;
    await plain.start();
  });

  test('does not believe a broker of another authority or another name', async () => {
    const { port, ca, write, shop } = await secureShop();
    expect(await shake(port, { ca: authority().pem })).toMatch(/SIGNATURE|SELF_SIGNED|UNABLE/);
    await shop.close();
    write(ca.issue({ dns: 'elsewhere.example' }));
    const moved = await shop.again();
    expect(await shake(moved.mqttTlsPort!, { ca: ca.pem })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('is refused below TLS 1.2, and so is one that speaks no TLS at all', async () => {
    const { port, ca, shop } = await secureShop();
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await shake(port, { ca: ca.pem, ...old })).toMatch(/PROTOCOL|VERSION/);
    const best = await shake(port, { ca: ca.pem, maxVersion: 'TLSv1.2' });
    expect((best as TLSSocket).getProtocol()).toBe('TLSv1.2');
    const plain = connectTcp(port, '127.0.0.1', () => plain.write('\x10\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00'));
    await new Promise((resolve) => plain.on('error', () => undefined).on('close', resolve));
    expect(shop.log.filter((line) => line.includes('"reason":"tls"')).length).toBeGreaterThanOrEqual(2);
  });

  test('may be the only kind that is let in', async () => {
    const { shop, ca, port } = await secureShop({ plain: false });
    expect(shop.mqttPort).toBeUndefined();
    await shop.box({ port }).connect({ protocol: 'mqtts', ca: ca.pem });
  });
});

describe('the certificate of the broker', () => {
  test('is taken again when it was renewed, one that is broken is not, and boxes stay connected', async () => {
    const clock = new ManualClock(Date.now());
    const { shop, ca, port, write } = await secureShop({ clock });
    const shown = async (): Promise<string> => {
      const socket = (await shake(port, { ca: ca.pem })) as TLSSocket;
      return socket.getPeerCertificate().serialNumber;
    };
    const box = shop.box({ port });
    await box.connect({ protocol: 'mqtts', ca: ca.pem });
    const first = await shown();
    write({ ...ca.issue(LOOPBACK), cert: 'half written' });
    clock.advance(61_000);
    expect(shop.log.join('')).toContain('the renewed certificate cannot be used; the old one stays');
    expect(await shown()).toBe(first);
    write(ca.issue(LOOPBACK));
    clock.advance(61_000);
    expect(await shown()).not.toBe(first);
    expect(box.client?.connected).toBe(true);
  });

  test('is refused at the start when others can read its key, or the two do not go together', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ghanti-tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [certFile, keyFile] = [join(folder, 'broker.pem'), join(folder, 'broker.key')];
    const start = (): Promise<TestBridge> =>
      startTestBridge({ config: { mqtt: { tls: { port: 0, certFile, keyFile } } } });
    await expect(start()).rejects.toThrow(`mqtt.tls: ${keyFile} cannot be read (ENOENT)`);
    const ca = authority();
    writeFileSync(certFile, ca.issue(LOOPBACK).cert);
    writeFileSync(keyFile, ca.issue(LOOPBACK).key);
    chmodSync(keyFile, 0o644);
    await expect(start()).rejects.toThrow('can be read by others. Run: chmod 600');
    chmodSync(keyFile, 0o600);
    await expect(start()).rejects.toThrow('do not go together');
  });
});

describe('the bridge at an external broker', () => {
  test('believes only the authority that it was told, and only under the broker’s name', async () => {
    const { shop, ca, port, write } = await secureShop();
    const log: string[] = [];
    const lay = (to: number, pem: string): Road => {
      const road = externalRoad({
        ...{ url: `mqtts://127.0.0.1:${to}`, username: 'nobody', password: 'x', ca: Buffer.from(pem) },
        log: jsonLog('warn', { write: (line: string) => void log.push(line) }),
      });
      onTestFinished(() => road.close());
      return road;
    };
    const said = async (wanted: RegExp): Promise<void> => {
      for (const endMs = Date.now() + 8_000; !wanted.test(log.join(''));) {
        if (Date.now() > endMs) throw new Error(`nobody said ${String(wanted)}: ${log.join('')}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      log.length = 0;
    };
    const stranger = lay(port, authority().pem);
    await said(/signature|self.signed|unable to/i);
    expect(stranger.isOpen()).toBe(false);
    await stranger.close();
    // The broker's certificate is good here: what it refuses then is the user.
    const known = lay(port, ca.pem);
    await said(/Bad username or password|Not authorized/i);
    await known.close();
    await shop.close();
    write(ca.issue({ dns: 'elsewhere.example' }));
    const moved = await shop.again();
    lay(moved.mqttTlsPort!, ca.pem);
    await said(/altnames/i);
  });
});

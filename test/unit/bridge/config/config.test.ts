import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, parseConfig, readConfig } from '../../../../bridge/config/read';
import { configSchema } from '../../../../bridge/config/schema';
import { nepalpay } from '../../../../bridge/switches/nepalpay/index';
import { startNepalpay } from '../../../../tools/switches/nepalpay';

const kinds = { till: { config: z.strictObject({ shop: z.string().min(1), pin: z.string().optional() }) } };
const read = (text: string, environment: NodeJS.ProcessEnv = {}) =>
  parseConfig(text, '/shop/ghanti.yaml', environment, kinds);

function faultsOf(text: string, environment: NodeJS.ProcessEnv = {}): string[] {
  try {
    read(text, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ghanti-config-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

describe('the settings', () => {
  test('of the example are the defaults, so that it says the truth', () => {
    const text = readFileSync('bridge/config/ghanti.example.yaml', 'utf8');
    const example = parseConfig(text, '/shop/ghanti.yaml', {}, kinds);
    const defaults = parseConfig('', '/shop/ghanti.yaml', {}, kinds);
    expect({ ...example, http: { ...example.http, webhookPaths: {} } }).toEqual(defaults);
    // Every setting is named in it.
    const names = (schema: z.ZodType): string[] => {
      const shape = schema as unknown as { shape?: Record<string, z.ZodType>; unwrap?: () => z.ZodType };
      if (shape.shape !== undefined)
        return Object.entries(shape.shape).flatMap(([name, inner]) => [name, ...names(inner)]);
      return shape.unwrap !== undefined ? names(shape.unwrap()) : [];
    };
    const unnamed = names(configSchema).filter(
      (name) =>
        !new RegExp(`^\\s*(# +)?${name}:`, 'm').test(text) && !['burst', 'perSecond', 'masterKey'].includes(name),
    );
    expect(unnamed).toEqual([]);
  });

  test('take the environment above the file, and files beside it', () => {
    const environment = {
      GHANTI_HTTP_PORT: '9000',
      GHANTI_MQTT_PORT: '1884',
      GHANTI_LOG_LEVEL: 'debug',
      GHANTI_MQTT_PASSWORD: 'unused',
    };
    const config = read('http: { port: 1 }', environment);
    expect(config.http).toMatchObject({ port: 9000, host: '127.0.0.1' });
    expect(config.mqtt).toMatchObject({ port: 1884 });
    expect(config.mqtt.external).toBeUndefined();
    expect(config.store.file).toBe('/shop/ghanti.db');
    expect(config.keys.masterKeyFile).toBe('/shop/master.key');
  });

  test('take secrets from files and the environment wherever they stand', () => {
    const place = folder();
    writeFileSync(join(place, 'pin'), '1234\n', { mode: 0o600 });
    writeFileSync(
      join(place, 'ghanti.yaml'),
      'keys: { masterKey: env:MASTER }\nswitches: { till: { shop: tea, pin: "file:pin" } }',
    );
    const config = readConfig(join(place, 'ghanti.yaml'), { MASTER: 'secret' }, kinds);
    expect(config.keys.masterKey).toBe('secret');
    expect(config.switches).toEqual({ till: { shop: 'tea', pin: '1234' } });
  });

  test('name every field that is wrong by its path, all at once, and never show a value', () => {
    const text =
      'http: { port: 99999, colour: red }\nboxes: { timeZone: Nowhere/Land }\nswitches: { till: { shop: "" }, bank: {} }\nlog: { level: "hunter2" }\nkeys: { masterKey: env:NONE }';
    const faults = faultsOf(text);
    for (const path of [
      'http.port: ',
      'http.colour: there is no such setting',
      'boxes.timeZone: must be a time zone',
      'switches.till.shop: ',
      'switches.bank: there is no such switch; known: till',
      'log.level: ',
      'keys.masterKey: the environment variable NONE is not set',
    ]) {
      expect(
        faults.filter((fault) => fault.startsWith(path)),
        path,
      ).toHaveLength(1);
    }
    expect(faults.join()).not.toContain('hunter2');
  });

  test('that are no YAML, no map, or not there are refused in one clear line', () => {
    expect(faultsOf('http: {')).toEqual([expect.stringMatching(/^line 1: /)]);
    expect(faultsOf('- 1')).toEqual(['must be a map of settings']);
    expect(faultsOf('switches: { till: { shop: "file:missing" } }')).toEqual([
      'switches.till.shop: missing cannot be read (ENOENT)',
    ]);
    expect(() => readConfig('/nowhere/ghanti.yaml', {}, kinds)).toThrow(
      'there is no such file; start from bridge/config/ghanti.example.yaml',
    );
  });

  test('of NEPALPAY are read by its own folder', async () => {
    const npi = await startNepalpay();
    onTestFinished(() => npi.close());
    const config = parseConfig(
      JSON.stringify({ switches: { nepalpay: npi.config } }),
      '/shop/ghanti.yaml',
      {},
      { nepalpay },
    );
    expect(config.switches['nepalpay']).toMatchObject({ merchant: { country: 'NP' } });
    const broken = { ...npi.config, baseUrl: 'not an address' };
    expect(() =>
      parseConfig(JSON.stringify({ switches: { nepalpay: broken } }), '/shop/ghanti.yaml', {}, { nepalpay }),
    ).toThrow('switches.nepalpay.baseUrl: ');
  });
});

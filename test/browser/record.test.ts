import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM } from '../../tools/demo/screenshot';
import { startRecording } from '../../tools/voice/record/server';
import { languageOf } from '../../tools/voice/registry';
import { readWav } from '../../tools/voice/wav';
import { need } from '../support/need';
import { spoken } from '../support/spoken';

const PICTURES = '.build/browser';
const TAKE_MS = 15_000;

need('chromium', 'the recording page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-record-'));
  const takes = join(folder, 'takes');
  const km = languageOf('km');
  let server: Awaited<ReturnType<typeof startRecording>>;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  /** A browser whose microphone hears this again and again. */
  async function speaker(sound: Buffer): Promise<void> {
    await browser?.close();
    const file = join(folder, 'microphone.wav');
    writeFileSync(file, sound);
    const fake = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
    browser = await chromium.launch({
      ...CHROMIUM,
      args: [
        ...CHROMIUM.args,
        ...fake,
        `--use-file-for-fake-audio-capture=${file}`,
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.address) && !request.url().startsWith('blob:'))
        faults.push(`asked for ${request.url()}`);
    });
    await page.goto(server.address);
  }
  const status = () => page.getByRole('status').innerText();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  /** Takes until one is kept: a take may begin in the middle of a word, and is then refused. */
  async function recordOne(): Promise<void> {
    for (let tries = 0; tries < 4; tries++) {
      await button('Record').press('Enter');
      await button('Stop').waitFor();
      await button('Record').waitFor({ timeout: TAKE_MS });
      await expect.poll(status).not.toMatch(/^Speak now/);
      if ((await status()).startsWith('Kept')) return;
      expect(await status()).toMatch(/is missing/);
    }
    throw new Error(await status());
  }

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    server = await startRecording(km, takes, 0);
    await speaker(spoken({ amplitude: 0.4, noise: 0.001 }));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
    expect(faults).toEqual([]);
  });

  test(
    'takes a word with the keyboard, keeps it as a WAV file, and goes on to the next',
    { timeout: 90_000 },
    async () => {
      await page.getByText('0 of 51 recorded').waitFor();
      await recordOne();
      await page.getByText('1 of 51 recorded').waitFor();
      const { rateHz, samples } = readWav(readFileSync(join(takes, '011.wav')));
      expect(rateHz).toBe(48_000);
      expect(samples.length / rateHz).toBeGreaterThan(0.7);
      expect(await page.locator('.say').innerText()).toBe(km.clips[1]!.text);
      await page.screenshot({ path: `${PICTURES}/record.png` });
    },
  );

  test('plays what is kept, and lets it be said again', { timeout: 90_000 }, async () => {
    await page.getByRole('button', { name: `${km.clips[0]!.text} recorded` }).click();
    const before = readFileSync(join(takes, '011.wav'));
    const played = page.waitForRequest(/takes\/011\.wav$/);
    await button('Play what is kept').click();
    await played;
    await recordOne();
    expect(readFileSync(join(takes, '011.wav')).equals(before)).toBe(false);
  });

  test('knows after a restart what is recorded', async () => {
    const { address, close } = server;
    await close();
    server = await startRecording(km, takes, Number(new URL(address).port));
    await page.reload();
    await page.getByText('1 of 51 recorded').waitFor();
    expect(readdirSync(takes)).toEqual(['011.wav']);
  });

  test('keeps nobody out', { timeout: 60_000 }, async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overhang).toBeLessThanOrEqual(0);
  });

  test('says at once that a speaker is too loud, and keeps nothing', { timeout: 90_000 }, async () => {
    await speaker(spoken({ amplitude: 3, noise: 0.001 }));
    await button('Record').click();
    await expect.poll(status, { timeout: TAKE_MS }).toMatch(/^Too loud/);
    expect(readdirSync(takes)).toEqual(['011.wav']);
  });
});

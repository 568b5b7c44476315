import { request } from 'node:http';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPack } from '../../../../../tools/voice/build';
import { startRecording } from '../../../../../tools/voice/record/server';
import { takeProblem } from '../../../../../tools/voice/record/take';
import { cropped, toRecord } from '../../../../../tools/voice/recordings';
import { languageOf } from '../../../../../tools/voice/registry';
import { activeLevel, master, toDb } from '../../../../../tools/voice/sound';
import { readWav } from '../../../../../tools/voice/wav';
import { spoken } from '../../../../support/spoken';

const good = { amplitude: 0.4, noise: 0.001 };

describe('a take from a microphone', () => {
  test('is good when a word of the right level stands alone in a quiet room', () => {
    expect(takeProblem(readWav(spoken(good)))).toBeUndefined();
  });
  test.each([
    ['too loud', { ...good, amplitude: 3 }, /^Too loud/],
    ['too soft', { ...good, amplitude: 0.015, noise: 0.0001 }, /^Nothing was heard/],
    ['in a noisy room', { ...good, noise: 0.05 }, /^Too much noise: it lies \d+ dB under the word/],
    ['begun too late', { ...good, beforeMs: 0 }, /^The beginning is missing/],
    ['ended too early', { ...good, afterMs: 0 }, /^The end is missing/],
  ])('%s is refused with what the speaker should do', (_, how, problem) => {
    expect(takeProblem(readWav(spoken(how)))).toMatch(problem);
  });
  test('of a microphone for calls is refused', () => {
    expect(takeProblem({ rateHz: 8000, samples: new Float64Array(8000) })).toMatch(/8000 samples a second/);
  });

  test('loses the room around the word, and is as loud as one that was spoken softly', () => {
    const clips = [0.1, 0.6].map((amplitude) => master(cropped(readWav(spoken({ ...good, amplitude })))));
    for (const clip of clips) {
      expect(clip.length / 8).toBeGreaterThanOrEqual(480);
      expect(clip.length / 8).toBeLessThan(580);
    }
    const [soft, loud] = clips.map((clip) => toDb(activeLevel(clip)));
    expect(Math.abs(soft! - loud!)).toBeLessThan(1);
  });
});

describe('the server of the recording page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghanti-takes-'));
  const km = languageOf('km');
  let server: Awaited<ReturnType<typeof startRecording>>;
  beforeAll(async () => void (server = await startRecording(km, folder, 0)));
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const put = (name: string, body: Buffer, headers = {}): Promise<Response> =>
    fetch(`${server.address}/takes/${name}`, { method: 'PUT', body: new Uint8Array(body), headers });

  test('keeps good takes alone, under the names that the pack builder wants', async () => {
    expect((await put('011.wav', spoken({ ...good, noise: 0.05 }))).status).toBe(422);
    expect(await (await put('011.wav', Buffer.from('no sound'))).json()).toEqual({ problem: 'voice: not a WAV file.' });
    expect(readdirSync(folder)).toEqual([]);
    expect((await put('011.wav', spoken(good))).status).toBe(200);
    expect(readdirSync(folder)).toEqual(['011.wav']);
    const view = (await (await fetch(`${server.address}/clips`)).json()) as { clips: { problem?: string }[] };
    expect(view.clips.map(({ problem }) => problem).filter((problem) => problem !== undefined)).toEqual(['']);
  });

  test('makes a pack of a whole folder of takes', () => {
    for (const { file } of toRecord(km)) writeFileSync(join(folder, file), spoken(good));
    expect(buildPack('km', () => undefined, folder).report.clips.length).toBe(62);
  });

  test('takes nothing from another page, under another name, for another place, or that is too long', async () => {
    expect((await put('012.wav', spoken(good), { origin: 'http://example.com' })).status).toBe(403);
    const { port } = new URL(server.address);
    const byName = await new Promise((resolve) =>
      request({ host: '127.0.0.1', port, path: '/clips', headers: { host: 'rebound.example' } }, (answer) =>
        resolve(answer.resume().statusCode),
      ).end(),
    );
    expect(byName).toBe(403);
    for (const name of ['999.wav', '..%2f011.wav', '000.wav']) expect((await put(name, spoken(good))).status).toBe(404);
    expect((await put('012.wav', Buffer.alloc(1_000_001))).status).toBe(500);
  });

  test('sends the page with a policy that lets nothing in from elsewhere', async () => {
    const page = await fetch(server.address);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self'/);
    expect(await page.text()).not.toMatch(/https?:\/\//);
  });
});

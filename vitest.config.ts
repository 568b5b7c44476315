import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** What takes longest starts first, so that no worker sits alone on the last long one. */
const LONG = [
  ...['e2e/model.test', 'engines/portable', 'e2e/model-mutants', 'voice/proof/', 'e2e/epaper-box', 'tools/voice/packs'],
  ...['e2e/nodemcu', 'browser/', 'tools/build/image', 'e2e/', 'qr/decoders', 'speech/compose', 'engines/', 'contract/'],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((part) => moduleId.includes(`/${part}`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // Real sockets, processes and disks: on a machine that is busy with something else one late answer is tried again.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // Files share a process and what it has imported: 54 files of test/unit/bridge take 17 s of CPU instead of 46.
    isolate: false,
    globalSetup: 'test/support/run-folder.ts',
    sequence: { sequencer: LongestFirst },
    coverage: {
      provider: 'v8',
      reportsDirectory: '.build/coverage',
      include: ['bridge/payments/**/*.ts', 'firmware/wire/**/*.ts', 'firmware/app/**/*.ts'],
      thresholds: { statements: 100, branches: 100, functions: 100, lines: 100 },
    },
  },
});

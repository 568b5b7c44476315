import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // Real sockets, processes and disks: on a machine that is busy with something else one late answer is tried again.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      reportsDirectory: '.build/coverage',
      include: ['bridge/payments/**/*.ts', 'firmware/wire/**/*.ts', 'firmware/app/**/*.ts'],
      thresholds: { statements: 100, branches: 100, functions: 100, lines: 100 },
    },
  },
});

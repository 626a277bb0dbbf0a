import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'webview',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // One browser at a time: frame times are measured.
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

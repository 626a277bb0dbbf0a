import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'webview',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

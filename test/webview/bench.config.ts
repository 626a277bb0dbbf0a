import { defineConfig } from 'vitest/config';

/** Not tests: how long the panel takes to open matrices and to follow the pointer over them. */
export default defineConfig({
  test: {
    name: 'panel-bench',
    root: import.meta.dirname,
    include: ['panelBench.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

/** Not tests: pictures of the panel in every state and theme, to look at. */
export default defineConfig({
  test: {
    name: 'panel-pictures',
    root: import.meta.dirname,
    include: ['pictures.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});

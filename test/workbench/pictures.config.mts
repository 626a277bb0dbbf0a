import { defineConfig } from 'vitest/config';

/** Not tests: the pictures of the README and of screenshots/, taken from the running product. */
export default defineConfig({
  test: {
    include: ['test/workbench/pictures.ts', 'test/workbench/gallery.ts'],
    globalSetup: ['test/workbench/support/server.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.test.ts'],
    globalSetup: ['test/workbench/support/server.ts'],
    // One VS Code and one browser at a time: two cores share the model's work already.
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What VS Code does after a gesture takes its time on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts'],
    // onnxruntime aborts the process when a worker thread ends during a run.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});

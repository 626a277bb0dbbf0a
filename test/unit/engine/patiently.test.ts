import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { patiently } from '../../../src/engine/patiently.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const load: { resolve?(model: string): void; reject?(error: Error): void } = {};
  const loading = new Promise<string>((resolve, reject) =>
    Object.assign(load, { resolve, reject }),
  );
  const hooks = { progress: vi.fn(), cancelled: vi.fn(() => false) };
  return { load, hooks, waiting: patiently(loading, hooks, 100) };
}

it('shows signs of life until the model is there, and none after', async () => {
  const { load, hooks, waiting } = setUp();
  await vi.advanceTimersByTimeAsync(350);
  expect(hooks.progress.mock.calls).toEqual(Array(3).fill(['loading', 0]));
  load.resolve?.('model');
  expect(await waiting).toBe('model');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(hooks.progress).toHaveBeenCalledTimes(3);
});

it('ends soon after a cancel, while the loading goes on', async () => {
  const { load, hooks, waiting } = setUp();
  const ended = expect(waiting).rejects.toMatchObject({ name: 'Cancelled' });
  hooks.cancelled.mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(100);
  await ended;
  load.resolve?.('model');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(hooks.progress).not.toHaveBeenCalled();
});

it('fails as the loading does', async () => {
  const { load, waiting } = setUp();
  load.reject?.(new Error('Model: expected a file, got none'));
  await expect(waiting).rejects.toThrow('expected a file');
});

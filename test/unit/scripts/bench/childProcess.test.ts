import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startChild } from '../../../../scripts/bench/childProcess.js';

const folder = mkdtempSync(path.join(tmpdir(), 'hitlight-child-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, code: string): string {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
}

test('a child answers in order, typed arrays as such', async () => {
  const child = startChild(
    program('echo', `process.on('message', (m) => { process.send(m); process.send('again'); });`),
    [],
  );
  child.send({ values: Float64Array.of(1, NaN) });
  expect(await child.next()).toEqual({ values: Float64Array.of(1, NaN) });
  expect(await child.next()).toBe('again');
  child.kill();
  await expect(child.next()).rejects.toThrow('SIGKILL');
});

test('a child that hangs up tells its last words, peak memory among them', async () => {
  const preload = path.resolve('scripts/bench/peakRss.mjs');
  const file = program(
    'last',
    `process.on('disconnect', () => process.exit(0)); process.on('message', () => 0);`,
  );
  const printed = await startChild(file, [], ['--import', preload]).hangUp();
  const peak = Number(/peak RSS (\d+) kB/.exec(printed)?.[1]);
  // A bare Node takes between 20 MB and a quarter of a GB.
  expect(peak).toBeGreaterThan(20_000);
  expect(peak).toBeLessThan(250_000);
});

test('a child that breaks off is an error with what it printed', async () => {
  const child = startChild(program('broken', `console.error('out of luck'); process.exit(3);`), []);
  await expect(child.next()).rejects.toThrow(/ended \(3\)[\s\S]*out of luck/);
});

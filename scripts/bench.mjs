/**
 * Times of the engine as VS Code runs it, a process of its own: node scripts/bench.mjs [runs]
 * Needs a build. One pair of about ten tokens each, as a search hit and its query are.
 */
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { fileURLToPath } from 'node:url';

const engine = fileURLToPath(new URL('../dist/engine.js', import.meta.url));
const models = fileURLToPath(new URL('../dist/models', import.meta.url));
const runs = Number(process.argv[2] ?? 10);
const pair = {
  a: 'retry a failed request and wait longer each time',
  b: 'call a flaky service until it answers, with exponential backoff',
};
const options = {
  model: 'bundled',
  layer: 'middle',
  reference: 'auto',
  accuracy: { tolerance: 1e-3 },
  level: 'token',
};

const started = performance.now();
const child = fork(engine, ['--models', models], { serialization: 'advanced' });
// One iterator for all, so that no message between two questions is lost.
const messages = on(child, 'message');
await reply(({ kind }) => kind === 'ready');
console.log(`engine process ready          ${milliseconds(performance.now() - started)}`);
await explain(0);
console.log(`first answer, from the start  ${milliseconds(performance.now() - started)}`);
const times = [];
for (let id = 1; id <= runs; id++) times.push(await explain(id));
times.sort((one, other) => one - other);
console.log(`warm answer, median of ${runs}     ${milliseconds(times[runs >> 1] ?? NaN)}`);
console.log(`warm answer, slowest          ${milliseconds(times.at(-1) ?? NaN)}`);
child.kill();

/** @param {number} id @returns {Promise<number>} milliseconds */
async function explain(id) {
  const asked = performance.now();
  // Contributions of a text are kept, so every question asks about texts not seen before.
  const [a, b] = [`${pair.a} ${id}`, `${pair.b} ${id}`];
  child.send({ kind: 'explain', id, a, b, options });
  const answer = await reply((message) => message.id === id && message.kind !== 'progress');
  if (answer.kind !== 'explained') {
    throw new Error(`Bench: expected an explanation, got ${JSON.stringify(answer)}`);
  }
  return performance.now() - asked;
}

/**
 * The next message that passes a test.
 * @param {(message: { kind: string, id?: number }) => boolean} test
 */
async function reply(test) {
  for (;;) {
    const { value } = await messages.next();
    if (test(value[0])) return value[0];
  }
}

/** @param {number} value */
function milliseconds(value) {
  return `${value.toFixed(0).padStart(6)} ms`;
}

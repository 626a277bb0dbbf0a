/**
 * Factored and transposed derivatives against those that the rules give, through every operator, from
 * seeds that are sums of factored terms: one that varies along each axis alone, with and without one
 * that varies along all.
 */
import { describe, expect, it } from 'vitest';
import { cotangentsTo, tangentsFrom } from '../../../src/autodiff/differentiate.js';
import { Emitter, type Primal, type Value } from '../../../src/autodiff/emitter.js';
import { factored, linearProgram, UnknownShape } from '../../../src/autodiff/factored/factor.js';
import { transposed } from '../../../src/autodiff/transpose.js';
import type { Tensors } from '../../../src/encoder/runtime.js';
import { createRuntime } from '../../../src/encoder/session.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { subgraph } from '../../../src/onnx/subgraph.js';
import { type Dim, isFloat } from '../../../src/onnx/valueType.js';
import { LENGTHS, measureSmall } from '../../support/measureSmall.js';
import { randomTensor } from '../../support/randomTensor.js';
import { modelOf, smallGraph, untyped } from '../../support/smallGraph.js';
import { assertClose } from '../../support/tensorArithmetic.js';
import { allCases as cases } from './cases/all.js';
import { productCases } from './cases/products.js';
import type { RuleCase } from './cases/RuleCase.js';

const runtime = createRuntime({ threads: 1 });
/** Some hundred float32 products, in another order. */
const TOLERANCE = 2e-5;
const DIRECTIONS = 13;
/** Cases whose derivatives have shapes that nothing tells: they stay as the rules give them. */
const SHAPELESS: ReadonlySet<string> = new Set(['GatherND: slices', 'GatherND: in batches']);
const SEED = 'seed';

interface Setting {
  readonly primal: Primal;
  readonly feeds: readonly Tensors[];
  readonly wrt: readonly string[];
  readonly outputs: readonly string[];
}

async function settingOf(c: RuleCase): Promise<Setting> {
  const { feeds: given } = c;
  const feeds = typeof given === 'function' ? LENGTHS.map(given) : [given];
  const graph = smallGraph({ ...c, inputs: feeds[0] ?? {} });
  const types = await measureSmall(runtime, graph, feeds);
  const floats = (names: readonly string[]) => names.filter((name) => isFloat(types.get(name)));
  return {
    primal: { graph, types },
    feeds,
    wrt: floats(c.wrt ?? graph.inputs.map(({ name }) => name)),
    outputs: floats(graph.outputs.map(({ name }) => name)),
  };
}

const shapeIn = ({ primal }: Setting, value: string): readonly Dim[] =>
  primal.types.get(value)?.shape ?? [];

/** [K, ..shape] from the seed of that shape: Σ over axes a of (Σ over the others) ⊙ factor. */
function termsOf(emit: Emitter, shape: readonly Dim[], factor: Value, withFull: boolean): Value {
  const axes = shape.map((_, i) => i + 1);
  const terms = axes.map((axis) => {
    const others = axes.filter((other) => other !== axis);
    const along = others.length ? emit.op('ReduceSum', [SEED, emit.int64(others)]) : SEED;
    return emit.op('Mul', [along, factor]);
  });
  const all = withFull || terms.length === 0 ? [...terms, SEED] : terms;
  return all.reduce((sum, term) => emit.op('Add', [sum, term]));
}

/** Runs both values on random seeds and compares them. */
async function compare(
  setting: Setting,
  emit: Emitter,
  pair: readonly [Value, Value],
  start: string,
  what: string,
): Promise<void> {
  for (const found of await runAll(setting, emit, start, pair)) {
    assertClose(found[pair[1]], found[pair[0]], TOLERANCE, what);
  }
}

/** Emitted values for random seeds and factors of the shape of `start`, at every length. */
async function runAll(
  { primal: { graph }, feeds }: Setting,
  emit: Emitter,
  start: string,
  wanted: readonly Value[],
): Promise<readonly Tensors[]> {
  const input = (name: string) => ({ name, dtype: 'float32' as const, dims: undefined });
  const whole: Graph = {
    ...graph,
    inputs: [...graph.inputs, input(SEED), input('factor')],
    initializers: new Map([...graph.initializers, ...emit.initializers]),
    nodes: [...graph.nodes, ...emit.nodes],
  };
  if (wanted.length === 0) return [];
  const session = await runtime.open(modelOf(subgraph(whole, { to: wanted.map(untyped) })));
  const primal = await runtime.open(modelOf(graph));
  const runs: Tensors[] = [];
  try {
    for (const feed of feeds) {
      const like = (feed[start] ?? (await primal.run(feed))[start])?.dims ?? [];
      const factor = randomTensor(like, 11);
      const seed = randomTensor([DIRECTIONS, ...like], 12);
      runs.push(await session.run({ ...feed, [SEED]: seed, factor }));
    }
  } finally {
    await session.release();
    await primal.release();
  }
  return runs;
}

function emitterFor(setting: Setting, like: string, lead: readonly Dim[]): Emitter {
  const emit = new Emitter('d/', setting.primal);
  const shape = shapeIn(setting, like);
  emit.declare(SEED, { dtype: 'float32', shape: [...lead, ...shape] });
  emit.declare('factor', { dtype: 'float32', shape });
  return emit;
}

async function checkFactored(setting: Setting, mode: 'forward' | 'reverse'): Promise<void> {
  const { graph, types } = setting.primal;
  const [from, to] =
    mode === 'forward' ? [setting.wrt, setting.outputs] : [setting.outputs, setting.wrt];
  for (const start of from) {
    for (const withFull of [false, true]) {
      const emit = emitterFor(setting, start, [null]);
      const seed = termsOf(emit, shapeIn(setting, start), 'factor', withFull);
      const seeds = new Map([[start, seed]]);
      const found =
        mode === 'forward'
          ? tangentsFrom(graph, types, emit, seeds)
          : cotangentsTo(graph, types, emit, to, seeds);
      for (const end of to) {
        const plain = found.get(end);
        if (plain === undefined) continue;
        const made = factored(emit, linearProgram(emit.nodes, SEED, plain));
        const what = `${mode} from ${start} to ${end}${withFull ? ', with a full term' : ''}`;
        await compare(setting, emit, [plain, made], start, what);
      }
    }
  }
}

/** Every shape that the emitter claims to know, against what the runtime makes of it. */
async function checkShapes(setting: Setting, mode: 'forward' | 'reverse'): Promise<void> {
  const { graph, types } = setting.primal;
  const [from, to] =
    mode === 'forward' ? [setting.wrt, setting.outputs] : [setting.outputs, setting.wrt];
  for (const start of from) {
    const emit = emitterFor(setting, start, [null]);
    const seeds = new Map([[start, SEED]]);
    if (mode === 'forward') tangentsFrom(graph, types, emit, seeds);
    else cotangentsTo(graph, types, emit, to, seeds);
    const emitted = emit.nodes.flatMap(({ outputs }) => outputs);
    const known = emitted.filter((value) => emit.typeOf(value) !== undefined);
    for (const [i, found] of (await runAll(setting, emit, start, known)).entries()) {
      const tokens = LENGTHS[i] ?? 0;
      for (const value of known) {
        const expected = emit
          .typeOf(value)
          ?.shape.map((dim) => (dim ? dim.fixed + dim.perToken * tokens : DIRECTIONS));
        expect([value, found[value]?.dims]).toEqual([value, expected]);
      }
    }
  }
}

async function checkTransposed(setting: Setting): Promise<void> {
  const { primal } = setting;
  const formal = { fixed: 1, perToken: 0 };
  for (const start of setting.wrt) {
    for (const end of setting.outputs) {
      const emit = emitterFor(setting, end, [null]);
      emit.declare('formal', { dtype: 'float32', shape: [formal, ...shapeIn(setting, start)] });
      const { graph, types } = primal;
      const tangent = tangentsFrom(graph, types, emit, new Map([[start, 'formal']])).get(end);
      const seeds = new Map([[end, SEED]]);
      const plain = cotangentsTo(graph, types, emit, [start], seeds).get(start);
      if (tangent === undefined || plain === undefined) continue;
      const program = linearProgram(emit.nodes, 'formal', tangent);
      const seed = emit.op('Unsqueeze', [SEED, emit.int64([1])]);
      const back = transposed(emit, primal, program, seed) ?? '';
      const made = emit.op('Squeeze', [back, emit.int64([1])]);
      await compare(setting, emit, [plain, made], end, `${start} from ${end}`);
    }
  }
}

describe.each(cases.map((c) => [`${c.operator}: ${c.about}`, c] as const))('%s', (_, c) => {
  it('is the same in factored terms', async () => {
    const setting = await settingOf(c);
    await checkFactored(setting, 'forward');
    await checkFactored(setting, 'reverse');
  });

  it('has the shapes that are claimed', async () => {
    const setting = await settingOf(c);
    await checkShapes(setting, 'forward');
    await checkShapes(setting, 'reverse');
  });

  it('transposes to the reverse derivative', async () => {
    const checked = checkTransposed(await settingOf(c));
    if (SHAPELESS.has(`${c.operator}: ${c.about}`)) {
      await expect(checked).rejects.toThrow(UnknownShape);
    } else await checked;
  });
});

describe('the checks', () => {
  it('tell a wrong derivative', async () => {
    const [c] = productCases;
    if (!c) throw new Error('no case');
    const setting = await settingOf(c);
    const [start = ''] = setting.wrt;
    const emit = emitterFor(setting, start, [null]);
    const seed = termsOf(emit, shapeIn(setting, start), 'factor', false);
    const twice = emit.op('Add', [seed, seed]);
    const checked = compare(setting, emit, [seed, twice], start, 'a factor');
    await expect(checked).rejects.toThrow('Check: expected a factor');
  });
});

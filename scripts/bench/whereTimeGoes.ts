/** How near an explanation's derivative runs come to what the machine can do. */
import { Explainer } from '../../src/attribution/explain.js';
import type { Graph, Model } from '../../src/onnx/graph.js';
import { float32 } from '../../src/tensor/create.js';
import { type Encoder, type Ids, quiet } from './attribution.js';
import { type Products, type RunSummary, productMs, recordProfiles, summarise } from './profile.js';
import { timeRuns } from './timedRuns.js';

export interface WhereTimeGoes {
  /** Share of the derivative runs' time that matrix products take. */
  readonly productShare: number;
  /** Shares of the other operators, the largest first, those of 1 % and more. */
  readonly others: Readonly<Record<string, number>>;
  /**
   * Floating-point operations of matrix products, in 10⁹ per second of the runs' whole time, which is
   * measured without a profiler.
   */
  readonly gflops: number;
  /** The same products by themselves: the sizes with most of the work, each as a graph of its own. */
  readonly plainGflops: number;
  /** Sizes that `plainGflops` is made of: left factor × [inner, columns]. */
  readonly sizes: readonly string[];
}

/** Sizes measured by themselves: those with the most work. */
const SIZES = 4;
const REPEATS = 15;

/** One explanation, timed and profiled, then its largest products alone. Cost: four explanations. */
export async function whereTimeGoes(
  encoder: Encoder,
  layer: number,
  a: Ids,
  b: Ids,
): Promise<WhereTimeGoes> {
  const explain = (explainer: Explainer) =>
    explainer.attribute(layer, sequence(a), sequence(b), { tolerance: 1e-3 }, quiet);
  const ms = await runMs(encoder, explain);
  const recorded = recordProfiles();
  await explain(new Explainer(encoder));
  const summary = summarise(recorded.finish());
  const largest = summary.products.filter((product) => product.weights).slice(0, SIZES);
  const alone = await plainProducts(encoder, largest);
  return { ...shares(summary, ms), ...alone };
}

/** Milliseconds inside the graph runs of an explanation whose sessions are open: the faster of two. */
async function runMs(
  encoder: Encoder,
  explain: (explainer: Explainer) => Promise<unknown>,
): Promise<number> {
  const runs = timeRuns();
  const explainer = new Explainer(encoder);
  const once = async () => {
    explainer.forget();
    runs.lap();
    await explain(explainer);
    return runs.lap();
  };
  try {
    await once();
    return Math.min(await once(), await once());
  } finally {
    runs.finish();
  }
}

/**
 * The profiled shares of the time inside graph runs, and the rate at which the products in them are done.
 * @param ms that the same runs take without a profiler
 */
export function shares(
  summary: RunSummary,
  ms: number,
): Omit<WhereTimeGoes, 'plainGflops' | 'sizes'> {
  const flop = summary.products.reduce((sum, product) => sum + product.flop, 0);
  const isProduct = (name: string) => /MatMul|Gemm/.test(name);
  const others = summary.operators
    .filter(([name, ms]) => !isProduct(name) && ms >= 0.01 * summary.ms)
    .map(([name, ms]) => [name, ms / summary.ms]);
  return {
    productShare: productMs(summary) / summary.ms,
    others: Object.fromEntries(others) as Readonly<Record<string, number>>,
    gflops: flop / ms / 1e6,
  };
}

/** The rate over all sizes together, each weighed by its work in the explanation. */
async function plainProducts(
  encoder: Encoder,
  products: readonly Products[],
): Promise<Pick<WhereTimeGoes, 'plainGflops' | 'sizes'>> {
  let [flop, ms] = [0, 0];
  const sizes: string[] = [];
  for (const product of products) {
    const { left, columns } = product;
    const [size, inner] = [left.reduce((all, dim) => all * dim, 1), left.at(-1) ?? 0];
    const recorded = recordProfiles();
    const session = await encoder.runtime.open(plainProduct(inner, columns));
    const x = float32([...left], noise(size));
    for (let run = 0; run < REPEATS; run++) await session.run({ x });
    await session.release();
    const times = recorded
      .finish()
      .flatMap(({ args, dur }) => (args.op_name === 'MatMul' ? [dur / 1000] : []))
      .sort((one, other) => one - other);
    const own = 2 * size * columns;
    flop += product.flop;
    ms += (product.flop / own) * (times[times.length >> 1] ?? NaN);
    sizes.push(`[${left.join(', ')}] × [${inner}, ${columns}]`);
  }
  return { plainGflops: flop / ms / 1e6, sizes };
}

function plainProduct(inner: number, columns: number): Model {
  const weights = float32([inner, columns], noise(inner * columns));
  const graph: Graph = {
    name: 'product',
    inputs: [{ name: 'x', dtype: 'float32', dims: undefined }],
    outputs: [{ name: 'y', dtype: 'float32', dims: undefined }],
    initializers: new Map([['w', weights]]),
    nodes: [
      {
        name: 'y',
        opType: 'MatMul',
        domain: '',
        inputs: ['x', 'w'],
        outputs: ['y'],
        attributes: new Map(),
      },
    ],
  };
  return {
    irVersion: 8,
    opsets: new Map([['', 17]]),
    producer: 'hitlight',
    metadata: new Map(),
    graph,
  };
}

/** Numbers of ordinary size: zeros or denormals could be faster or slower than a network's. */
const noise = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i + 1));

const sequence = ({ ids, reference }: Ids) => ({
  ids,
  reference,
  parts: ids.map((_, position) => [position]),
});

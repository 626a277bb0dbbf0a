/** What is measured beside the engine itself, each job in a process of its own. */
import path from 'node:path';
import manifest from '../../models/all-MiniLM-L6-v2.json';
import {
  Derivatives,
  type Encoder,
  PLANS,
  type Plan,
  chosenPlan,
  explainBy,
  openBundled,
  openPlain,
  pathOf,
  plainDerivatives,
} from './attribution.js';
import { startChild } from './childProcess.js';
import { type Converged, converge, storeConverged, storedConverged } from './converged.js';
import { MODELS } from './engineProcess.js';
import type { Texts } from './textsOf.js';
import { type PublishedTime, timePublished } from './timePublished.js';
import { type WhereTimeGoes, whereTimeGoes } from './whereTimeGoes.js';

export type Job = Texts & {
  readonly threads: number;
} & (
    | { readonly kind: 'encode' }
    | { readonly kind: 'published'; readonly wholeBelow: number; readonly onOurGraphs: boolean }
    | { readonly kind: 'converge' }
    | { readonly kind: 'plans' }
    | { readonly kind: 'work' }
  );

export interface PlanTimes {
  readonly chosen: Plan;
  readonly ms: Readonly<Record<string, number>>;
}

/** What each kind of job answers with. */
interface Answers {
  /** Milliseconds of one plain encoding of both texts. */
  encode: number;
  published: PublishedTime & {
    /** On the derivative graphs that ours run on; null where that was not asked for. */
    readonly onOurGraphsMs: number | null;
    readonly encodeMs: number;
    readonly encodeAgainMs: number;
  };
  converge: Converged;
  plans: PlanTimes;
  work: WhereTimeGoes;
}

const FLAG = '--worker';

/** Where converged matrices are kept. */
const FOLDER = path.resolve('.cache/bench');

/** True in a process that was started for a job; it does it and ends. */
export function servesJob(): boolean {
  if (!process.argv.includes(FLAG)) return false;
  process.once('disconnect', () => process.exit(0));
  process.once('message', (job) => {
    // The parent is this same program.
    void answer(job as Job).then((result) => process.send?.({ result }));
  });
  return true;
}

/** Does a job in a new process. */
export async function inWorker<Kind extends Job['kind']>(
  job: Extract<Job, { kind: Kind }>,
): Promise<Answers[Kind]> {
  const child = startChild(process.argv[1] ?? '', [FLAG]);
  try {
    child.send(job);
    // The child is this same program.
    const { result } = (await child.next()) as { readonly result: Answers[Kind] };
    return result;
  } finally {
    child.kill();
  }
}

/** The converged matrix and the published error, from disk where they were found before. */
export async function convergedOf(texts: Texts, threads: number): Promise<Converged> {
  const { layer, a, b } = texts;
  const model = manifest.files.find((file) => file.path === 'onnx/model.onnx')?.sha256 ?? '';
  const key = { model, layer, a, b };
  const known = storedConverged(FOLDER, key);
  if (known) return known;
  const found = await inWorker<'converge'>({ kind: 'converge', ...texts, threads });
  storeConverged(FOLDER, key, found);
  return found;
}

async function answer(job: Job): Promise<Answers[Job['kind']]> {
  const { layer, threads } = job;
  const encoder = await openBundled(MODELS, threads);
  const derivatives = new Derivatives(encoder);
  const [a, b] = [await pathOf(encoder, job.a), await pathOf(encoder, job.b)];
  switch (job.kind) {
    case 'encode':
      return encodeMs(encoder, job);
    case 'published': {
      const plain = await encodeMs(encoder, job);
      const time = await timePublished(plainDerivatives(encoder), layer, a, b, job.wholeBelow);
      const ours = job.onOurGraphs ? await timePublished(derivatives, layer, a, b, 0) : null;
      const encodeAgainMs = await encodeMs(encoder, job);
      return { ...time, onOurGraphsMs: ours?.ms ?? null, encodeMs: plain, encodeAgainMs };
    }
    case 'converge':
      return converge(derivatives, layer, a, b);
    case 'plans': {
      const ms = await planTimes((plan) => explainBy(plan, derivatives, layer, a, b));
      return { chosen: chosenPlan(a, b), ms };
    }
    case 'work':
      return whereTimeGoes(encoder, layer, job.a, job.b);
  }
}

/** Rounds over the plans, so that what else the machine does at a time meets them all. */
const ROUNDS = 4;

/** A plan this many times slower than the best is not the fastest, however often it is tried. */
const HOPELESS = 2;

/** The fastest of a few runs of each plan. The first round opens sessions and decides nothing. */
async function planTimes(explain: (plan: Plan) => Promise<void>): Promise<Record<string, number>> {
  const ms: Record<string, number> = {};
  for (const plan of PLANS) await timed(() => explain(plan));
  for (let round = 0; round < ROUNDS; round++) {
    const best = Math.min(...Object.values(ms));
    for (const plan of PLANS) {
      const known = ms[plan] ?? Infinity;
      if (round > 0 && known > HOPELESS * best) continue;
      ms[plan] = Math.min(known, await timed(() => explain(plan)));
    }
  }
  return ms;
}

/** Median of up to 40 plain encodings of both texts, or as many as two seconds allow. */
async function encodeMs(encoder: Encoder, { a, b }: Texts): Promise<number> {
  const session = await openPlain(encoder);
  const [first, second] = [encoder.feeds(a.ids), encoder.feeds(b.ids)];
  const both = async () => {
    await session.run(first);
    await session.run(second);
  };
  await both();
  const times: number[] = [];
  const end = performance.now() + 2000;
  while (times.length < 40 && performance.now() < end) times.push(await timed(both));
  await session.release();
  return times.sort((one, other) => one - other)[times.length >> 1] ?? NaN;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

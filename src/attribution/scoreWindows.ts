/**
 * Long texts: the score and the ledger of every window, against the other text or the best of its
 * windows. One encoding a window, and one for each length and token that references have.
 */
import { RunError } from '../encoder/runtime.js';
import type { Embeddings } from './embeddings.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
import { InputError } from './inputError.js';
import { type Ledger, settle } from './ledger.js';
import type { ReadPair } from './readPair.js';
import type { Read } from './readText.js';
import type { WindowRead } from './readWindows.js';
import { type Reference, referenceIds } from './reference.js';
import { dot } from './vectors.js';

export interface WindowScore {
  /** UTF-16 offsets, half-open, into the text. */
  readonly start: number;
  readonly end: number;
  /** Special ones included. */
  readonly tokens: number;
  readonly score: number;
  /** With pairs as they are without any quadrature: (e(a) − e(ra)) · (e(b) − e(rb)) / norms. */
  readonly ledger: Ledger;
  /** The best window of the other text; 0 where that is read whole. */
  readonly partner: number;
}

/** null: the text is read whole. In the order of the text. */
export interface WindowScores {
  readonly a: readonly WindowScore[] | null;
  readonly b: readonly WindowScore[] | null;
}

/**
 * @param referenceOf the reference of a pair of windows
 * @param found called with the windows that are finished, one more each time
 * Invariants: a window's ledger adds up to its score, and is that of explaining it with its partner.
 * Throws RunError, InputError, Cancelled. Cost: encodings as above, then an inner product of two
 * embeddings for each pair of windows.
 */
export async function scoreWindows(
  embeddings: Embeddings,
  { a, b }: ReadPair,
  referenceOf: (a: Read, b: Read) => Reference,
  hooks: Pick<Hooks, 'progress' | 'cancelled'>,
  found: (windows: WindowScores) => void,
): Promise<WindowScores> {
  // Windows of `outer` are finished one by one, so it is the long text; b where both are.
  const turned = b.length === 1;
  const [inner, outer] = turned ? [b, a] : [a, b];
  const steps = inner.length + outer.length + (inner.length > 1 ? inner.length : 0);
  let done = 0;
  const step = () => hooks.progress('scoring', ++done / steps);
  const scored = (x: Read, y: Read) =>
    settled(embeddings, turned ? [x, y] : [y, x], referenceOf, hooks);
  const oriented = (ofOuter: readonly WindowScore[], ofInner: readonly WindowScore[] | null) =>
    turned ? { a: ofOuter, b: ofInner } : { a: ofInner, b: ofOuter };

  const directions: Float64Array[] = [];
  for (const read of inner) {
    directions.push(await direction(embeddings, read, hooks));
    step();
  }
  const bestOfInner = inner.map(() => ({ score: -Infinity, partner: 0 }));
  const windows: WindowScore[] = [];
  for (const [index, read] of outer.entries()) {
    const own = await direction(embeddings, read, hooks);
    const scores = directions.map((other) => dot(own, other));
    scores.forEach((score, i) => {
      if (score > (bestOfInner[i]?.score ?? Infinity)) bestOfInner[i] = { score, partner: index };
    });
    const partner = scores.indexOf(Math.max(...scores));
    const other = inner[partner];
    if (other) windows.push({ ...placeOf(read), ...(await scored(read, other)), partner });
    step();
    found(oriented([...windows], null));
    // What is known already takes no run, and a cancel message would never be read.
    await new Promise(setImmediate);
  }
  if (inner.length === 1) return oriented(windows, null);
  const others: WindowScore[] = [];
  for (const [index, read] of inner.entries()) {
    const partner = bestOfInner[index]?.partner ?? 0;
    const other = outer[partner];
    if (other) others.push({ ...placeOf(read), ...(await scored(other, read)), partner });
    step();
  }
  return oriented(windows, others);
}

/** Windows that someone asked to be explained, counted from 0. */
export interface AskedWindows {
  readonly a?: number | undefined;
  readonly b?: number | undefined;
}

/** Throws InputError where there are no such windows. */
export function checkAsked(reads: ReadPair, asked: AskedWindows): void {
  const check = (windows: readonly Read[], index: number | undefined, which: string) => {
    if (index === undefined || (windows.length > 1 && index < windows.length)) return;
    throw new InputError(
      windows.length > 1
        ? `Window: expected 1 to ${windows.length} of the ${which} text, got ${index + 1}`
        : `Window: expected a ${which} text of several windows, got one that is not cut into any`,
    );
  };
  check(reads.a, asked.a, 'first');
  check(reads.b, asked.b, 'second');
}

/** The windows to explain: those asked for, one alone with its best partner, else the best pair. */
export function chooseWindows(
  { a, b }: WindowScores,
  asked: AskedWindows,
): { readonly a: number; readonly b: number } {
  const partnerOf = (windows: WindowScores['a'], index: number) => windows?.[index]?.partner ?? 0;
  if (asked.a !== undefined) return { a: asked.a, b: asked.b ?? partnerOf(a, asked.a) };
  const chosen = asked.b ?? best(b);
  if (b) return { a: partnerOf(b, chosen), b: chosen };
  return { a: best(a), b: 0 };
}

function best(windows: readonly WindowScore[] | null): number {
  const scores = windows?.map(({ score }) => score) ?? [0];
  return scores.indexOf(Math.max(...scores));
}

const isWindow = (read: Read): read is WindowRead => 'start' in read;

function placeOf(read: Read): Pick<WindowScore, 'start' | 'end' | 'tokens'> {
  const { start, end } = isWindow(read) ? read : { start: 0, end: read.text.length };
  return { start, end, tokens: read.tokens.length };
}

const idsOf = ({ tokens }: Read) => tokens.map((token) => token.id);

/** e(x) / |e(x)|: [D]. */
async function direction(
  embeddings: Embeddings,
  read: Read,
  hooks: Pick<Hooks, 'cancelled'>,
): Promise<Float64Array> {
  throwIfCancelled(hooks);
  const embedding = await embeddings.of(idsOf(read));
  const length = lengthOf(embedding);
  return Float64Array.from(embedding, (value) => value / length);
}

async function settled(
  embeddings: Embeddings,
  [a, b]: readonly [Read, Read],
  referenceOf: (a: Read, b: Read) => Reference,
  hooks: Pick<Hooks, 'cancelled'>,
): Promise<{ readonly score: number; readonly ledger: Ledger }> {
  const reference = referenceOf(a, b);
  const ends = async (read: Read) => {
    throwIfCancelled(hooks);
    const text = await embeddings.of(idsOf(read));
    const origin = await embeddings.of(referenceIds(read.tokens, reference));
    const moved = Float64Array.from(text, (value, d) => value - (origin[d] ?? 0));
    return { text: { embedding: text }, reference: { embedding: origin }, moved };
  };
  const [x, y] = [await ends(a), await ends(b)];
  const norms = lengthOf(x.text.embedding) * lengthOf(y.text.embedding);
  return settle(x, y, dot(x.moved, y.moved) / norms, norms);
}

function lengthOf(embedding: ArrayLike<number>): number {
  const length = Math.sqrt(dot(embedding, embedding));
  if (length > 0) return length;
  throw new RunError('Embedding: expected a direction, got the zero vector, which has no cosine');
}

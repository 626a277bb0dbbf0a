/** Explains two texts: reads them, picks a reference, and attributes their similarity to their parts. */
import type { EncodedText } from '../text/tokenizer.js';
import { type Level, type Part, partsAt } from './aggregate.js';
import type { PairAccuracy } from './attributePair.js';
import {
  type Estimated,
  type Estimation,
  type FinishedEstimate,
  MEETS_TOLERANCE,
  type Method,
} from './estimates/method.js';
import type { Explainer, LayerOption, Sequence } from './explain.js';
import type { Hooks } from './hooks.js';
import { type ReadOptions, type ReadPair, type Reader, overrun, readPair } from './readPair.js';
import type { Read } from './readText.js';
import {
  type Reference,
  type ReferenceOption,
  chooseReference,
  referenceIds,
} from './reference.js';
import {
  type AskedWindows,
  type WindowScores,
  checkAsked,
  chooseWindows,
  scoreWindows,
} from './scoreWindows.js';

export interface ExplainOptions extends ReadOptions {
  readonly layer: LayerOption;
  readonly reference: ReferenceOption;
  readonly accuracy: PairAccuracy;
  readonly level: Level;
  /** `ij` unless told. */
  readonly method?: Method | undefined;
  /** Of methods that sample. */
  readonly seed?: number | undefined;
  /** Windows of long texts to explain, counted from 0; those that match best unless told. */
  readonly windowA?: number | undefined;
  readonly windowB?: number | undefined;
}

/** What an explanation says beside its numbers. */
interface About {
  readonly layer: number;
  readonly layerCount: number;
  readonly reference: Reference;
  readonly level: Level;
  readonly tokensA: readonly Part[];
  readonly tokensB: readonly Part[];
  readonly unreadA: EncodedText['unread'];
  readonly unreadB: EncodedText['unread'];
  readonly tolerance: number | null;
  /** Of texts over the limit, where windows were asked for. */
  readonly windows?: Windows;
}

export interface Windows extends WindowScores {
  /** The windows that are explained; 0 where a text is read whole. */
  readonly shown: { readonly a: number; readonly b: number };
}

export type Explanation = FinishedEstimate & About;

/**
 * An explanation, done or not. Stage `windows`: scores and ledgers of windows are known, and of the
 * best one nothing else yet: no tokens, no marginals.
 */
export type TextResult = Omit<Estimated, 'stage'> &
  About & { readonly stage: Estimated['stage'] | 'windows' };

/** Hooks of those who explain texts. */
export interface TextHooks extends Omit<Hooks, 'found'> {
  found?(result: TextResult): void | Promise<void>;
}

/**
 * Explains two texts, or two windows of them. Throws as `Explainer.attribute`, and TokenizerError.
 * Cost: as `Explainer.attribute`; of long texts in windows, before that as `scoreWindows`.
 */
export async function explainTexts(
  explainer: Explainer,
  reader: Reader,
  a: string,
  b: string,
  options: ExplainOptions,
  hooks: TextHooks,
): Promise<Explanation> {
  const layer = explainer.layer(options.layer);
  const reads = await readPair(explainer.encoder, reader, a, b, options, hooks);
  try {
    return await explainReads(explainer, reader, layer, reads, options, hooks);
  } catch (error) {
    const lengths = [...reads.a, ...reads.b].map(({ tokens }) => tokens.length);
    throw overrun(error, reader, Math.max(...lengths));
  }
}

/** Before the texts are read, nothing tells what `auto` takes. */
function unestimated(asked: Method): Estimation {
  const side = asked === 'auto' ? 'simpson' : asked;
  return { asked, a: side, b: side, error: 'completeness' };
}

/** Below this, the first of a few windows would only flash up. */
const WORTH_SHOWING_MS = 500;

async function explainReads(
  explainer: Explainer,
  reader: Reader,
  layer: number,
  reads: ReadPair,
  options: ExplainOptions,
  hooks: TextHooks,
): Promise<Explanation> {
  const { accuracy, level, method = 'ij', seed } = options;
  const referenceOf = (x: Read, y: Read) =>
    chooseReference(options.reference, reader, [x.tokens, y.tokens]);
  const about = {
    // All others compare with texts whose tokens are the reference: the embeddings.
    layer: method === 'ij' ? layer : 0,
    layerCount: explainer.encoder.layers.length,
    level,
    tolerance: 'tolerance' in accuracy && MEETS_TOLERANCE.has(method) ? accuracy.tolerance : null,
  };
  const pick = (windows: WindowScores, asked: AskedWindows) => {
    const shown = chooseWindows(windows, asked);
    const readA = reads.a[shown.a];
    const readB = reads.b[shown.b];
    if (!readA || !readB) throw new RangeError('Windows: expected one of each text, got none');
    return { readA, readB, reference: referenceOf(readA, readB), windows: { ...windows, shown } };
  };
  const asked = { a: options.windowA, b: options.windowB };
  checkAsked(reads, asked);
  const whole = reads.a.length === 1 && reads.b.length === 1;
  const start = performance.now();
  const found = (soFar: WindowScores) => {
    // Scores that are known already, or soon, are no reason to take an explanation off the screen.
    if (performance.now() - start < WORTH_SHOWING_MS) return;
    const { reference, windows } = pick(soFar, {});
    const unknown = { ...unexplained(windows), method: unestimated(method) };
    void hooks.found?.({ ...about, ...unknown, reference, windows });
  };
  const scores = whole
    ? { a: null, b: null }
    : await scoreWindows(explainer.embeddings, reads, referenceOf, hooks, found);
  const { readA, readB, reference, windows } = pick(scores, asked);
  const [sideA, sideB] = [side(readA, level, reference), side(readB, level, reference)];
  const texts: About = {
    ...about,
    reference,
    tokensA: sideA.parts,
    tokensB: sideB.parts,
    unreadA: readA.unread,
    unreadB: readB.unread,
    ...(whole ? {} : { windows }),
  };
  const result = await explainer.attribute(
    layer,
    sideA.sequence,
    sideB.sequence,
    accuracy,
    { ...hooks, found: (better) => hooks.found?.({ ...better, ...texts }) },
    { method, seed },
  );
  return { ...result, ...texts };
}

interface Side {
  readonly parts: readonly Part[];
  readonly sequence: Sequence;
}

function side({ text, tokens }: Read, level: Level, reference: Reference): Side {
  const parts = partsAt(level, text, tokens);
  return {
    parts,
    sequence: {
      ids: tokens.map((token) => token.id),
      reference: referenceIds(tokens, reference),
      parts: parts.map((part) => part.positions),
    },
  };
}

/** What is known of the best window before it is explained. */
function unexplained({ a, b, shown }: Windows) {
  const best = b?.[shown.b] ?? a?.[shown.a];
  if (!best) throw new RangeError('Windows: expected at least one, got none');
  return {
    score: best.score,
    ledger: best.ledger,
    matrix: null,
    ...{ tokensA: [], tokensB: [], unreadA: null, unreadB: null },
    marginalA: new Float64Array(0),
    marginalB: new Float64Array(0),
    evaluations: 0,
    error: 0,
    stage: 'windows' as const,
  };
}

/** Explanations as studies use them: token level, as exact as asked, without what views need. */
import * as v from 'valibot';
import type { LayerOption } from '../attribution/explain.js';
import { type Explanation, explainTexts } from '../attribution/explainTexts.js';
import type { ReferenceOption } from '../attribution/reference.js';
import type { StudyContext, StudyModel } from './study.js';

const PairToken = v.object({
  /** Vocabulary form. */
  text: v.string(),
  id: v.number(),
  /** UTF-16 offsets, half-open; null without a span. */
  start: v.nullable(v.number()),
  end: v.nullable(v.number()),
  special: v.boolean(),
});
export type PairToken = v.InferOutput<typeof PairToken>;

/** A schema, because journals bring it back. */
export const Explained = v.object({
  score: v.number(),
  ledger: v.object({
    constant: v.number(),
    onlyA: v.number(),
    onlyB: v.number(),
    pairs: v.number(),
    residual: v.number(),
  }),
  layer: v.number(),
  reference: v.object({ token: v.string(), id: v.number() }),
  tokensA: v.array(PairToken),
  tokensB: v.array(PairToken),
  /** One row for each token of a. */
  matrix: v.array(v.array(v.number())),
  /** u_i · e(b) / norms, and v_j · e(a) / norms. */
  marginalA: v.array(v.number()),
  marginalB: v.array(v.number()),
  /** Tokens left out of the texts. */
  unread: v.number(),
});
export type Explained = v.InferOutput<typeof Explained>;

export interface PairSettings {
  readonly layer: LayerOption;
  readonly reference: ReferenceOption;
  readonly tolerance: number;
}

/** Throws InputError, RunError, Cancelled as `explainTexts`. Cost: one explanation at token level. */
export async function explainPair(
  { explainer, reader, elsewhere }: StudyModel,
  { options, hooks }: Pick<StudyContext, 'options' | 'hooks'>,
  { a, b }: { readonly a: string; readonly b: string },
  settings: PairSettings = options,
): Promise<Explained> {
  if (elsewhere) return elsewhere.explain({ a, b }, settings, options);
  const { layer, reference, tolerance } = settings;
  const { prefixA, prefixB, maxTokens } = options;
  const found = await explainTexts(
    explainer,
    reader,
    a,
    b,
    {
      ...{ prefixA, prefixB, maxTokens, level: 'token' as const, longText: 'truncate' as const },
      ...{ layer, reference, accuracy: { tolerance }, method: 'ij' as const },
    },
    { progress: () => undefined, cancelled: () => hooks.cancelled() },
  );
  return explainedOf(found);
}

/** What studies keep of an explanation at token level. */
export function explainedOf(found: Explainable): Explained {
  const columns = found.tokensB.length;
  return {
    score: found.score,
    ledger: { ...found.ledger },
    layer: found.layer,
    reference: { token: found.reference.token, id: found.reference.id },
    tokensA: found.tokensA.map(tokenOf),
    tokensB: found.tokensB.map(tokenOf),
    matrix: found.tokensA.map((_, i) => [...found.matrix.subarray(i * columns, (i + 1) * columns)]),
    marginalA: [...found.marginalA],
    marginalB: [...found.marginalB],
    unread: (found.unreadA?.tokens ?? 0) + (found.unreadB?.tokens ?? 0),
  };
}

/** An explanation, from this process or from the wire. */
type Explainable = Pick<
  Explanation,
  'score' | 'ledger' | 'layer' | 'matrix' | 'marginalA' | 'marginalB' | 'unreadA' | 'unreadB'
> & {
  readonly reference: { readonly token: string; readonly id: number };
  readonly tokensA: readonly PairToken[];
  readonly tokensB: readonly PairToken[];
};

const tokenOf = ({ text, id, start, end, special }: PairToken): PairToken => {
  return { text, id, start, end, special };
};

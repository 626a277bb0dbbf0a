/** Explanations as studies use them: token level, as exact as asked, without what views need. */
import { explainTexts } from '../attribution/explainTexts.js';
import type { LayerOption } from '../attribution/explain.js';
import type { Ledger } from '../attribution/ledger.js';
import type { ReferenceOption } from '../attribution/reference.js';
import type { StudyContext, StudyModel } from './study.js';

export interface PairToken {
  /** Vocabulary form. */
  readonly text: string;
  readonly id: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly special: boolean;
}

export interface ExplainedPair {
  readonly score: number;
  readonly ledger: Ledger;
  readonly layer: number;
  readonly reference: { readonly token: string; readonly id: number };
  readonly tokensA: readonly PairToken[];
  readonly tokensB: readonly PairToken[];
  /** One row for each token of a. */
  readonly matrix: readonly (readonly number[])[];
  /** Tokens left out of the texts. */
  readonly unread: number;
}

export interface PairSettings {
  readonly layer: LayerOption;
  readonly reference: ReferenceOption;
  readonly tolerance: number;
}

/** Throws InputError, RunError, Cancelled as `explainTexts`. Cost: one explanation at token level. */
export async function explainPair(
  { explainer, reader }: StudyModel,
  { options, hooks }: Pick<StudyContext, 'options' | 'hooks'>,
  { a, b }: { readonly a: string; readonly b: string },
  settings: PairSettings = options,
): Promise<ExplainedPair> {
  const { prefixA, prefixB, maxTokens } = options;
  const found = await explainTexts(
    explainer,
    reader,
    a,
    b,
    {
      ...{ prefixA, prefixB, maxTokens, level: 'token' as const, longText: 'truncate' as const },
      layer: settings.layer,
      reference: settings.reference,
      accuracy: { tolerance: settings.tolerance },
    },
    { progress: () => undefined, cancelled: () => hooks.cancelled() },
  );
  const columns = found.tokensB.length;
  return {
    score: found.score,
    ledger: found.ledger,
    layer: found.layer,
    reference: found.reference,
    tokensA: found.tokensA.map(tokenOf),
    tokensB: found.tokensB.map(tokenOf),
    matrix: found.tokensA.map((_, i) => [...found.matrix.subarray(i * columns, (i + 1) * columns)]),
    unread: (found.unreadA?.tokens ?? 0) + (found.unreadB?.tokens ?? 0),
  };
}

const tokenOf = ({ text, id, start, end, special }: PairToken): PairToken => {
  return { text, id, start, end, special };
};

import type { ExplanationView, TextWindow, Token } from '../../../src/protocol.js';
import { code, prose, random, syntheticView, tokenise } from './samples.js';

const LENGTH = 700;
const STEP = 500;

const fillers = [
  'for (const each of list) total += each;',
  'export const limit = 12;',
  'if (isReady()) return start();',
  '// Nothing of this is about the query.',
];

/** A long text with the sample code in it. */
export const longText = Array.from({ length: 400 }, (_, i) =>
  i === 250 ? code : `${fillers[i % fillers.length] ?? ''} // ${String(i)}`,
).join('\n');

/** Windows over a text: the one that holds the sample code scores best. */
export function windowsOf(text: string, seed = 1): TextWindow[] {
  const next = random(seed);
  const at = text.indexOf(code);
  return Array.from({ length: Math.ceil(text.length / STEP) }, (_, i): TextWindow => {
    const [start, end] = [i * STEP, Math.min(text.length, i * STEP + LENGTH)];
    const holds = start <= at && at < end;
    // Whole thousandths: rounding is not what is looked at.
    const score = holds ? 0.62 + i / 1000 : 0.05 + Math.floor(next() * 300) / 1000;
    const [constant, onlyA, onlyB] = [0.089, -0.121, -0.1 + Math.floor(next() * 20) / 1000];
    const pairs = score - constant - onlyA - onlyB;
    return {
      ...{ start, end, tokens: 240 + (i % 14), score, partner: 0 },
      ledger: { constant, onlyA, onlyB, pairs, residual: 0 },
    };
  });
}

/** An explanation of one window of a long text. */
export function windowedView(index?: number): ExplanationView {
  const query = 'retry a failed request with backoff';
  const windows = windowsOf(longText);
  const scores = windows.map(({ score }) => score);
  const shown = index ?? scores.indexOf(Math.max(...scores));
  const { start = 0, end = 0, score = 0, ledger } = windows[shown] ?? {};
  const move = (token: Token): Token => ({
    ...token,
    start: token.start === null ? null : token.start + start,
    end: token.end === null ? null : token.end + start,
  });
  const tokensB = tokenise(longText.slice(start, end)).map(move);
  return syntheticView(query, longText, {
    tokensB,
    ...(ledger ? { score, ledger } : {}),
    windows: { a: null, b: windows, shown: { a: 0, b: shown } },
  });
}

/** The same while windows are being scored: `count` are known, and no tokens. */
export function scoringView(count: number): ExplanationView {
  const view = windowedView();
  const windows = (view.explanation.windows?.b ?? []).slice(0, count);
  const scores = windows.map(({ score }) => score);
  const shown = scores.indexOf(Math.max(...scores));
  const { score = 0, ledger } = windows[shown] ?? {};
  return {
    ...view,
    explanation: {
      ...view.explanation,
      ...{ score, ledger: ledger ?? view.explanation.ledger },
      ...{ tokensA: [], tokensB: [], matrix: null, stage: 'windows', error: 0 },
      ...{ marginalA: new Float64Array(0), marginalB: new Float64Array(0) },
      ...{ evaluations: 0, elapsedMs: 1000 + count },
      windows: { a: null, b: windows, shown: { a: 0, b: shown } },
    },
  };
}

/** Two long texts. */
export function bothLongView(): ExplanationView {
  const view = windowedView();
  const { windows } = view.explanation;
  const text = `retry a failed request with backoff ${prose(300)}`;
  return {
    ...view,
    textA: text,
    explanation: {
      ...view.explanation,
      windows: {
        a: windowsOf(text, 2),
        b: windows?.b ?? null,
        shown: { a: 0, b: windows?.shown.b ?? 0 },
      },
    },
  };
}

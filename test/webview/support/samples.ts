import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExplanationView, ExplanationWithPairs, Token } from '../../../src/protocol.js';

/** A view of an explanation whose pairs are known. */
export type ViewWithPairs = ExplanationView & { explanation: ExplanationWithPairs };

interface GoldenCase {
  reference: string;
  referenceId: number;
  layer: number;
  converged: { matrix: number[][]; marginalA: number[]; marginalB: number[] };
  ledger: { constant: number; onlyA: number; onlyB: number; pairs: number };
  residual: number;
}

interface GoldenPair {
  a: string;
  b: string;
  idsA: number[];
  idsB: number[];
  tokensA: string[];
  tokensB: string[];
  /** In code points. */
  offsetsA: [number, number][];
  offsetsB: [number, number][];
  cases: GoldenCase[];
  cosine: number;
}

const file = path.join(import.meta.dirname, '../../fixtures/golden/minilm.json');
const golden = JSON.parse(readFileSync(file, 'utf8')) as { pairs: GoldenPair[] };

const isSpecial = (text: string) => text === '[CLS]' || text === '[SEP]';

function goldenTokens(
  text: string,
  ids: readonly number[],
  texts: readonly string[],
  offsets: readonly [number, number][],
): Token[] {
  const characters = [...text];
  const units = (codePoints: number) => characters.slice(0, codePoints).join('').length;
  return texts.map((token, i) => {
    const special = isSpecial(token);
    const [start, end] = offsets[i] ?? [0, 0];
    return {
      text: token,
      id: ids[i] ?? 0,
      start: special ? null : units(start),
      end: special ? null : units(end),
      special,
    };
  });
}

/** A converged explanation by the bundled model; `>` is the neutral reference, `[PAD]` a bad one. */
export function goldenView(pairIndex: number, reference = '>', layer = 3): ViewWithPairs {
  const pair = golden.pairs[pairIndex];
  const found = pair?.cases.find((x) => x.reference === reference && x.layer === layer);
  if (!pair || !found) throw new Error('golden: no such case');
  const { matrix, marginalA, marginalB } = found.converged;
  return {
    explanation: {
      model: 'all-MiniLM-L6-v2',
      layer,
      layerCount: 6,
      reference: { token: reference, id: found.referenceId },
      level: 'token',
      method: { asked: 'ij', a: 'ij', b: 'ij', error: 'completeness' },
      score: pair.cosine,
      ledger: { ...found.ledger, residual: found.residual },
      tokensA: goldenTokens(pair.a, pair.idsA, pair.tokensA, pair.offsetsA),
      tokensB: goldenTokens(pair.b, pair.idsB, pair.tokensB, pair.offsetsB),
      matrix: Float64Array.from(matrix.flat()),
      marginalA: Float64Array.from(marginalA),
      marginalB: Float64Array.from(marginalB),
      unreadA: null,
      unreadB: null,
      error: 4e-4,
      stage: 'done',
      evaluations: 24,
      tolerance: 1e-3,
      elapsedMs: 183.4,
    },
    textA: pair.a,
    textB: pair.b,
    labelA: 'query.md:3',
    labelB: 'notes/meals.md:12',
    staleA: false,
    staleB: false,
  };
}

/** The same numbers each time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Tokens of a text: words, single punctuation marks, CJK characters, pieces of long words. */
export function tokenise(text: string): Token[] {
  const special = (name: string, id: number): Token => ({
    text: name,
    id,
    start: null,
    end: null,
    special: true,
  });
  const pattern =
    // eslint-disable-next-line no-misleading-character-class -- parts of emoji, one by one
    /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f\u{e0020}-\u{e007f}]+|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\p{L}\p{M}\p{N}]{1,12}|[^\s\p{L}\p{M}\p{N}]/gu;
  const own = [...text.matchAll(pattern)].map((match) => ({
    text: match[0].toLowerCase(),
    id: 2000 + match.index,
    start: match.index,
    end: match.index + match[0].length,
    special: false,
  }));
  return [special('[CLS]', 101), ...own, special('[SEP]', 102)];
}

/** A plausible explanation of any two texts: same words match, the rest is a little noise. */
export function syntheticView(
  textA: string,
  textB: string,
  change: Partial<ExplanationWithPairs> = {},
): ViewWithPairs {
  const tokensA = change.tokensA ?? tokenise(textA);
  const tokensB = change.tokensB ?? tokenise(textB);
  const next = random(tokensA.length * 1000 + tokensB.length);
  const matrix = new Float64Array(tokensA.length * tokensB.length);
  const scale = 1 / Math.sqrt(matrix.length);
  tokensA.forEach((a, i) => {
    const row = next() ** 3;
    tokensB.forEach((b, j) => {
      const same = a.text === b.text ? 0.6 + next() : 0;
      const special = a.special !== b.special ? 0.1 : 1;
      const noise = (next() - 0.42) * 0.25 * row + next() ** 8 * 0.3 * (next() < 0.3 ? -1 : 1);
      matrix[i * tokensB.length + j] = (same + noise) * special * scale;
    });
  });
  const sum = (values: Iterable<number>) => [...values].reduce((x, y) => x + y, 0);
  const pairs = sum(matrix);
  const ledger = { constant: 0.0991, onlyA: -0.0952, onlyB: -0.0739, pairs, residual: 2e-5 };
  const marginalA = tokensA.map((_, i) =>
    sum(matrix.subarray(i * tokensB.length, (i + 1) * tokensB.length)),
  );
  const marginalB = tokensB.map((_, j) =>
    sum(tokensA.map((_a, i) => matrix[i * tokensB.length + j] ?? 0)),
  );
  return {
    explanation: {
      model: 'all-MiniLM-L6-v2',
      layer: 3,
      layerCount: 6,
      reference: { token: '>', id: 1028 },
      level: 'token',
      method: { asked: 'ij', a: 'ij', b: 'ij', error: 'completeness' },
      score: sum(Object.values(ledger)),
      ledger,
      tokensA,
      tokensB,
      matrix,
      marginalA: Float64Array.from(marginalA),
      marginalB: Float64Array.from(marginalB),
      unreadA: null,
      unreadB: null,
      error: 4e-4,
      stage: 'done',
      evaluations: 32,
      tolerance: 1e-3,
      elapsedMs: 2480,
      ...change,
    },
    textA,
    textB,
    labelA: 'search query',
    labelB: 'src/net/client.ts:88–131',
    staleA: false,
    staleB: false,
  };
}

const words =
  'retry the request with exponential backoff when server connection times out and give up after five attempts unless caller asked for more because a flaky network should not lose work'.split(
    ' ',
  );

/** Prose of `count` words. */
export function prose(count: number, seed = 1): string {
  const next = random(seed);
  return Array.from({ length: count }, () => words[Math.floor(next() * words.length)] ?? '').join(
    ' ',
  );
}

/** A pair with exactly `rows` × `columns` tokens, special ones included. */
export const sizedView = (rows: number, columns: number): ViewWithPairs =>
  syntheticView(prose(rows - 2, 1), prose(columns - 2, 2));

/** What is shown of an explanation before its pairs are known. */
export const marginalsOf = (view: ViewWithPairs): ExplanationView => ({
  ...view,
  explanation: { ...view.explanation, matrix: null, error: 0.0017, stage: 'marginals' },
});

/** The same with pairs that are still off by up to `error`, always in the same way. */
export function refiningOf(view: ViewWithPairs, error = 0.0038): ViewWithPairs {
  const next = random(7);
  const matrix = view.explanation.matrix.map((value) => value + (2 * next() - 1) * error);
  return { ...view, explanation: { ...view.explanation, matrix, error, stage: 'refining' } };
}

/** The same as left by work that was stopped. */
export const stoppedOf = (view: ExplanationView): ExplanationView => ({
  ...view,
  explanation: { ...view.explanation, stage: 'stopped' },
});

export const code = `export async function fetchWithRetry(url: string, attempts = 5): Promise<Response> {
	for (let attempt = 0; attempt < attempts; attempt++) {
		try {
			const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
			if (response.status < 500) return response;
		} catch (error) {
			if (attempt === attempts - 1) throw error;
		}
		// Full jitter keeps clients that failed together from coming back together.
		await delay(Math.random() * 2 ** attempt * 100);
	}
	throw new Error(\`gave up on \${url}\`);
}
`;

export const languages = {
  chinese: ['如何解析 JSON 文件?', '使用 json.load 读取并解析配置文件。'],
  arabic: ['كيف أقرأ ملف JSON في بايثون؟', 'اقرأ الملف ثم حلّله باستخدام json.load() وأعد القيمة.'],
  emoji: ['family trip 👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽', 'holiday with the kids 👩🏾‍🚀🎉'],
} as const;

export const hostile = [
  '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>&amp; {0} {1} ${x}',
  'admin\u202e\u2066 // nimda\u2069 \u200bzero\u200dwidth\ufeff\u0000\u0007\t\ttabs\r\nnext \ud800 line\u2028sep',
] as const;

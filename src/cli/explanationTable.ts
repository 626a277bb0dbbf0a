/** An explanation as text for a terminal: ledger, strongest pairs, and the matrix where it fits. */
import { type ExplanationWithPairs as Explanation, type Token, foldedMatrix } from '../protocol.js';
import { referenceNotes, referenceWarnings } from './referenceLines.js';
import { printable, shortened, signed } from './terminalText.js';
import { type Texts, windowLines } from './windowTable.js';

export interface TableStyle {
  /** Whether the terminal shows 256 colours. */
  readonly colour: boolean;
  /** Width in characters. */
  readonly columns: number;
  /** The folded matrix as well. */
  readonly fold?: boolean;
}

const CELL = 7;
const STRONGEST = 10;
/** A line or a sentence is recognised by its beginning. */
const LONGEST_NAME = 40;

/** @param texts null for ids without texts */
export function explanationTable(
  explanation: Explanation,
  texts: Texts | null,
  style: TableStyle,
): string {
  return [
    ...header(explanation),
    ...ledgerLines(explanation),
    ...unreadLines(explanation),
    ...(texts ? windowLines(explanation, texts) : []),
    ...strongestPairs(explanation),
    ...matrixLines(explanation, style),
    ...(style.fold === true ? foldedLines(explanation, style) : []),
    '',
  ].join('\n');
}

function header(e: Explanation): string[] {
  return [
    `Similarity ${e.score.toFixed(4)}  (${e.scoreKind === 'dot' ? 'dot product' : 'cosine'}, ${e.model})`,
    `Layer ${e.layer} of 0–${e.layerCount - 1}, reference ${printable(e.reference.token)} ` +
      `(id ${e.reference.id}), ${e.evaluations} evaluations, ${Math.round(e.elapsedMs)} ms`,
    ...referenceNotes(e.reference),
    ...referenceWarnings(e.reference),
    methodLine(e),
    ...originalLine(e),
    ...providerLine(e),
    '',
  ];
}

const ERROR = {
  completeness: 'error by completeness',
  shared: 'shared out equally',
  standardError: 'largest standard error',
} as const satisfies Record<Explanation['method']['error'], string>;

function methodLine({ method: { asked, a, b, error }, error: size }: Explanation): string {
  const sides = a === b ? a : `${a} of the first text, ${b} of the second`;
  const name = asked === sides ? asked : `${asked}: ${sides}`;
  return `Method ${name}, ${ERROR[error]} ${size.toExponential(1)}`;
}

function originalLine({ original }: Explanation): string[] {
  if (!original) return [];
  return [
    `Explained with float activations and the file's own ${original.quantisation} weights; ` +
      `the file itself scores ${original.score.toFixed(4)}`,
  ];
}

function providerLine({ provider }: Explanation): string[] {
  if (!provider) return [];
  const { used, asked, reason } = provider;
  return [used === asked ? `Run on ${used}` : `Run on ${used}, not ${asked}. ${reason ?? ''}`];
}

const MEANING = {
  constant: 'the references with each other',
  onlyA: 'the first text with the reference',
  onlyB: 'the second text with the reference',
  pairs: 'the token pairs, shown below',
  residual: 'integration error',
} as const;

function ledgerLines({ ledger, score }: Explanation): string[] {
  const lines = (Object.keys(MEANING) as (keyof typeof MEANING)[]).map(
    (entry) => `  ${entry.padEnd(9)} ${signed(ledger[entry]).padStart(9)}  ${MEANING[entry]}`,
  );
  return [...lines, `  ${'score'.padEnd(9)} ${signed(score).padStart(9)}`, ''];
}

function unreadLines({ unreadA, unreadB }: Explanation): string[] {
  return [
    { name: 'first', unread: unreadA },
    { name: 'second', unread: unreadB },
  ].flatMap(({ name, unread }) =>
    unread
      ? [`The model did not read the last ${unread.tokens} tokens of the ${name} text.`, '']
      : [],
  );
}

function strongestPairs({ tokensA, tokensB, matrix }: Explanation): string[] {
  const mass = matrix.reduce((total, value) => total + Math.abs(value), 0);
  if (mass === 0) return ['No pair contributes: each token equals its reference.', ''];
  const order = [...matrix.keys()].sort(
    (i, j) => Math.abs(matrix[j] ?? 0) - Math.abs(matrix[i] ?? 0),
  );
  const rows = order.slice(0, STRONGEST).map((index) => {
    const [a, b] = [tokensA[Math.floor(index / tokensB.length)], tokensB[index % tokensB.length]];
    const value = matrix[index] ?? 0;
    const share = `${((100 * Math.abs(value)) / mass).toFixed(0)} %`;
    return `  ${signed(value).padStart(8)}  ${share.padStart(4)}  ${name(a)} ↔ ${name(b)}`;
  });
  return ['Strongest pairs (share of all pairs by size)', ...rows, ''];
}

function matrixLines(
  { tokensA, tokensB, matrix, level }: Explanation,
  style: TableStyle,
): string[] {
  const long = level === 'line' || level === 'sentence';
  const longest = long ? LONGEST_NAME : 16;
  const label = Math.min(longest, Math.max(...tokensA.map((token) => name(token).length)));
  if (label + CELL * tokensB.length > style.columns) {
    return [
      `The ${tokensA.length} × ${tokensB.length} matrix is wider than the terminal; see --json.`,
    ];
  }
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const heads = tokensB.map((token, j) => (long ? String(j + 1) : name(token)));
  const rows = tokensA.map((token, i) => {
    const cells = tokensB.map((_, j) => cell(matrix[i * tokensB.length + j] ?? 0, largest, style));
    return name(token).slice(0, label).padEnd(label) + cells.join('');
  });
  return [
    ' '.repeat(label) + heads.map((head) => fit(head, CELL)).join(''),
    ...rows,
    ...(long ? tokensB.map((token, j) => `${String(j + 1).padStart(4)}  ${name(token)}`) : []),
  ];
}

function foldedLines(explanation: Explanation, style: TableStyle): string[] {
  const matrix = foldedMatrix(explanation);
  const sum = matrix.reduce((total, value) => total + value, 0);
  return [
    '',
    `Folded: every token takes an equal share of what its reference adds; sum ${signed(sum)}, the score`,
    ...matrixLines({ ...explanation, matrix }, style),
  ];
}

function cell(value: number, largest: number, { colour }: TableStyle): string {
  const text = (value === 0 ? '·' : signed(value, 3)).padStart(CELL);
  if (!colour || largest === 0) return text;
  // Five steps a sign, blue and orange: told apart by every common kind of colour vision.
  const step = Math.round((5 * Math.abs(value)) / largest);
  const ramp = value > 0 ? [0, 17, 18, 25, 26, 33] : [0, 52, 94, 130, 166, 208];
  return step === 0 ? text : `\u001b[48;5;${ramp[step]}m\u001b[97m${text}\u001b[0m`;
}

const fit = (text: string, width: number) => text.slice(0, width - 1).padStart(width);

const name = (token: Token | undefined) => printable(shortened(token?.text ?? '', LONGEST_NAME));

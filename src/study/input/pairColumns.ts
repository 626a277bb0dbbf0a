/** Which columns of a file of pairs hold the texts and the label. */
import type { Row } from './row.js';

export interface PairColumns {
  /** Positions in a row, counted from 0. */
  readonly a: number;
  readonly b: number;
  /** null: no labels. */
  readonly label: number | null;
  /** Names of all columns as `plainName` has them; empty where there is no header. */
  readonly names: readonly string[];
  /** Whether the first row names the columns. */
  readonly header: boolean;
}

const FIRST = [
  ...['text1', 'texta', 'a', 'sentence1', 'sentencea', 'first', 'query', 'anchor', 'premise'],
  ...['question1', 'source'],
];
const SECOND = [
  ...['text2', 'textb', 'b', 'sentence2', 'sentenceb', 'second', 'hit', 'passage', 'document'],
  ...['positive', 'hypothesis', 'question2', 'target', 'code'],
];
const LABEL = [
  ...['label', 'score', 'similarity', 'similarityscore', 'gold', 'goldlabel', 'labels'],
  ...['relatedness', 'relatednessscore', 'isduplicate', 'relation'],
];

/** Names are compared without case, spaces and underscores. */
export const plainName = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** By the names of a row's cells; null where they name no two texts. */
export function namedColumns(names: readonly string[], header: boolean): PairColumns | null {
  const plain = names.map(plainName);
  const find = (known: readonly string[]) => {
    const name = known.find((one) => plain.includes(one));
    return name === undefined ? -1 : plain.indexOf(name);
  };
  const [a, b, label] = [find(FIRST), find(SECOND), find(LABEL)];
  if (a < 0 || b < 0) return null;
  return { a, b, label: label < 0 ? null : label, names: plain, header };
}

/**
 * Columns of a delimited file: by its header where the first row is one, else text, text, label. A
 * first row without known names is a header, too, where its third field is no number and another
 * row's is.
 */
export function delimitedColumns(rows: readonly Row[]): PairColumns {
  const first = (rows[0]?.cells ?? []).map(({ value }) => String(value ?? ''));
  const named = namedColumns(first, true);
  if (named) return named;
  const third = rows.map(({ cells }) => String(cells[2]?.value ?? '').trim());
  const [top = '', ...others] = third;
  const label = third.some((value) => value !== '') ? 2 : null;
  const header = top !== '' && !isNumber(top) && others.some((value) => isNumber(value));
  return { a: 0, b: 1, label, names: header ? first.map(plainName) : [], header };
}

export const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));

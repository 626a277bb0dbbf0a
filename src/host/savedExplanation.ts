import * as v from 'valibot';
import { ExplainOptions, Explanation, parseMessage } from '../protocol.js';

/** Larger ones would make files of many megabytes; they are explained again on demand. */
const mostCells = 60_000;

const SavedPlace = v.object({
  uri: v.nullable(v.string()),
  label: v.string(),
  text: v.string(),
  start: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const Saved = v.object({
  version: v.literal(2),
  explanation: Explanation,
  /** Not in exports: the model may be a path of this machine. */
  options: v.optional(ExplainOptions),
  a: SavedPlace,
  b: SavedPlace,
});

export type SavedPlace = v.InferOutput<typeof SavedPlace>;
export type SavedExplanation = Omit<v.InferOutput<typeof Saved>, 'version'>;

const arrays = ['matrix', 'marginalA', 'marginalB'] as const;

/** An explanation and its places as JSON, null when it is larger than `most` cells. */
export function encodeSaved(
  { explanation, options, a, b }: SavedExplanation,
  most = mostCells,
): string | null {
  if ((explanation.matrix?.length ?? 0) > most) return null;
  // Typed arrays would become objects.
  const plain = arrays.map((name) => [name, explanation[name] && [...explanation[name]]] as const);
  return JSON.stringify({
    version: 2,
    explanation: { ...explanation, ...Object.fromEntries(plain) },
    options,
    a,
    b,
  });
}

/** What `encodeSaved` wrote; null for anything else, of another version or damaged. */
export function decodeSaved(json: string): SavedExplanation | null {
  try {
    return parseMessage(Saved, JSON.parse(json, typedArrays));
  } catch {
    return null;
  }
}

function typedArrays(key: string, value: unknown): unknown {
  const isArray = arrays.some((name) => name === key) && Array.isArray(value);
  return isArray && value.every((each) => typeof each === 'number')
    ? Float64Array.from(value)
    : value;
}

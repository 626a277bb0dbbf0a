import { isId, MAX_ID, type JsonReader } from './jsonReader.js';

/** A `vocab` object, token to id. Throws `TokenizerError` unless it is one and not empty. */
export function readVocabulary(json: JsonReader): Map<string, number> {
  const vocabulary = new Map<string, number>();
  for (const [token, id] of Object.entries(json.object())) {
    if (!isId(id)) throw json.field(token).error(`an id below ${MAX_ID}`);
    vocabulary.set(token, id);
  }
  if (vocabulary.size === 0) throw json.error('at least one token');
  return vocabulary;
}

const encoder = new TextEncoder();

/** Ids of `<0xE2>`-like tokens that spell a text byte by byte; null unless all are in the vocabulary. */
export function byteTokens(text: string, vocabulary: ReadonlyMap<string, number>): number[] | null {
  const ids: number[] = [];
  for (const byte of encoder.encode(text)) {
    const id = vocabulary.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
    if (id === undefined) return null;
    ids.push(id);
  }
  return ids;
}

/** What a model was trained to read in front of queries and passages: offered, never imposed. */
import { field, readJson, textField } from '../encoder/jsonFile.js';
import type { Prefixes } from '../protocol.js';

/** Names under which sentence-transformers' prompts are found in models of the Hub. */
const QUERY = ['query', 'search_query', 'retrieval.query', 's2p_query', 'web_search_query'];
const PASSAGE = ['passage', 'document', 'search_document', 'retrieval.passage', 'corpus'];

const SEARCH = 'Represent this sentence for searching relevant passages: ';

/**
 * Families whose model cards ask for prefixes and whose files do not state them. First match wins;
 * null: a family that wants none, or one for each task.
 */
const BY_NAME: readonly (readonly [RegExp, Prefixes | null])[] = [
  [/e5-[\w.-]*instruct|e5-mistral/i, null],
  [/(^|[/_-])e5-(small|base|large)/i, { query: 'query: ', passage: 'passage: ' }],
  [/bge-m3|bge-[\w.-]*(gemma|icl|reranker)/i, null],
  [/bge-(small|base|large)-zh/i, { query: '为这个句子生成表示以用于检索相关文章：', passage: '' }],
  [/bge-(small|base|large)-en/i, { query: SEARCH, passage: '' }],
  [/arctic-embed-[\w.-]*v2/i, { query: 'query: ', passage: '' }],
  [/arctic-embed/i, { query: SEARCH, passage: '' }],
  [/mxbai-embed/i, { query: SEARCH, passage: '' }],
  [/nomic-embed-text|modernbert-embed/i, { query: 'search_query: ', passage: 'search_document: ' }],
];

/**
 * From the model's own files where they state prompts, else by its name; null where neither says.
 * `folder` null: its files are not here. Never throws: a malformed file only costs the suggestion.
 */
export async function suggestedPrefixes(
  name: string,
  folder: string | null,
): Promise<Prefixes | null> {
  const config =
    folder === null
      ? null
      : await readJson(folder, 'config_sentence_transformers.json', null).catch(() => null);
  return statedPrefixes(field(config, 'prompts')) ?? prefixesByName(name);
}

function statedPrefixes(prompts: unknown): Prefixes | null {
  const first = (names: readonly string[]) =>
    names.map((name) => textField(prompts, name)).find((text) => text !== undefined) ?? '';
  const prefixes = { query: first(QUERY), passage: first(PASSAGE) };
  return prefixes.query === '' && prefixes.passage === '' ? null : prefixes;
}

export function prefixesByName(name: string): Prefixes | null {
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

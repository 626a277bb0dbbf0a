import type { AddedToken } from './addedTokens.js';
import type { Model } from './tokenModel.js';
import type { Tokenizer } from './tokenizer.js';

const WELL_KNOWN = {
  pad: ['[PAD]', '<pad>', '<|padding|>', '<|endoftext|>'],
  unk: ['[UNK]', '<unk>'],
  mask: ['[MASK]', '<mask>'],
} as const;

/**
 * The padding, unknown and mask ids: what tokenizer_config.json (or special_tokens_map.json)
 * names, else the model's own unknown token, else well-known names. Undefined where there is none.
 */
export function findSpecialIds(
  config: unknown,
  model: Model,
  added: readonly AddedToken[],
): Tokenizer['special'] {
  const addedIds = new Map(added.map((token) => [token.content, token.id]));
  const idOf = (token: string | undefined): number | undefined =>
    token === undefined ? undefined : (addedIds.get(token) ?? model.vocabulary.get(token));
  const find = (kind: keyof typeof WELL_KNOWN): number | undefined => {
    const named = idOf(namedToken(config, `${kind}_token`));
    if (named !== undefined) return named;
    if (kind === 'unk' && model.unknown !== undefined) return model.unknown;
    return WELL_KNOWN[kind].map(idOf).find((id) => id !== undefined);
  };
  return { pad: find('pad'), unk: find('unk'), mask: find('mask') };
}

/** A token named either as a string or as `{ "content": … }`. */
function namedToken(config: unknown, field: string): string | undefined {
  if (typeof config !== 'object' || config === null) return undefined;
  const value: unknown = (config as Record<string, unknown>)[field];
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { content } = value as { content?: unknown };
  return typeof content === 'string' ? content : undefined;
}

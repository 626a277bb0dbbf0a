/** Values of command-line options, checked. Each throws UsageError in one sentence. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { type ExplainOptions, LEAST_TOKENS, Method, PoolingMode, Provider } from '../protocol.js';
import { UsageError } from './usageError.js';

/** `parseArgs` with its complaints in our words. */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: string[],
  options: T,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true });
  } catch (error) {
    // parseArgs explains itself in its first sentence; the rest is advice on escaping.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`Options: expected those of hitlight ${command} --help, got: ${reason}`);
  }
}

export function oneOf<const T extends string>(
  name: string,
  value: string,
  allowed: readonly T[],
): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`--${name}: expected ${allowed.join(', ')}, got ${value}`);
}

export function count(name: string, value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new UsageError(`--${name}: expected a whole number from 1, got ${value}`);
}

export function tokenLimit(value: string): number {
  if (value === '0') return 0;
  if (/^[1-9]\d{0,5}$/.test(value) && Number(value) >= LEAST_TOKENS) return Number(value);
  throw new UsageError(
    `--max-tokens: expected 0 or a whole number from ${LEAST_TOKENS}, got ${value}`,
  );
}

/** What becomes of long texts, and which of their windows are explained: the wire counts from 0. */
export function longTextOptions(values: {
  readonly 'long-text': string;
  readonly 'window-a'?: string | undefined;
  readonly window?: string | undefined;
}): Pick<ExplainOptions, 'longText' | 'windowA' | 'windowB'> {
  const longText = oneOf('long-text', values['long-text'], ['truncate', 'windows']);
  const index = (name: 'window-a' | 'window') => {
    const value = values[name];
    if (value === undefined) return undefined;
    if (longText === 'windows') return count(name, value) - 1;
    throw new UsageError(`--${name}: expected --long-text windows beside it, got ${longText}`);
  };
  return { longText, windowA: index('window-a'), windowB: index('window') };
}

/** How contributions are found, and the seed of methods that sample. */
export function methodOptions(values: { readonly method: string; readonly seed: string }) {
  if (!/^\d{1,9}$/.test(values.seed)) {
    throw new UsageError(`--seed: expected a whole number from 0, got ${values.seed}`);
  }
  return {
    method: oneOf('method', values.method, Method.options),
    seed: Number(values.seed),
  };
}

export function layer(value: string): ExplainOptions['layer'] {
  if (/^\d{1,4}$/.test(value)) return Number(value);
  return oneOf('layer', value, ['input', 'middle', 'last'] as const);
}

export function reference(value: string): ExplainOptions['reference'] {
  const id = /^id:(\d{1,9})$/.exec(value)?.[1];
  if (id !== undefined) return { id: Number(id) };
  const named = (['auto', 'pad', 'unk', 'mask'] as const).find((name) => name === value);
  if (named !== undefined) return named;
  throw new UsageError(
    `--reference: expected auto, pad, unk, mask or id:N with a token id N, got ${value}`,
  );
}

export function accuracy(
  tolerance: string | undefined,
  nodes: string | undefined,
): ExplainOptions['accuracy'] {
  if (tolerance !== undefined && nodes !== undefined) {
    throw new UsageError('Options: expected --tolerance or --nodes, got both');
  }
  if (nodes !== undefined) return { nodes: count('nodes', nodes) };
  const bound = tolerance === undefined ? 1e-3 : Number(tolerance);
  if (tolerance?.trim() !== '' && Number.isFinite(bound) && bound > 0) return { tolerance: bound };
  throw new UsageError(`--tolerance: expected a positive number, got ${tolerance}`);
}

export function ids(name: string, value: string): readonly number[] {
  if (/^\d{1,9}(,\d{1,9})*$/.test(value)) return value.split(',').map(Number);
  throw new UsageError(`--${name}: expected token ids such as 2,17,3, got ${value || 'none'}`);
}

export const provider = (value: string) => oneOf('provider', value, Provider.options);

/** undefined where the option was not given: the model's files say. */
export const poolingMode = (value: string | undefined) =>
  value === undefined ? undefined : oneOf('pooling', value, PoolingMode.options);

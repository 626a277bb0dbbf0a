import { ExplainOptions, PoolingMode, Prefixes, parseMessage } from '../protocol.js';
import { forModel, modelName } from './models/modelSetting.js';

/** The settings as the user wrote them, not validated. */
export interface RawSettings {
  readonly model: unknown;
  readonly layer: unknown;
  readonly reference: unknown;
  readonly method?: unknown;
  readonly tolerance: unknown;
  readonly level: unknown;
  readonly longText?: unknown;
  readonly maxTokens?: unknown;
  /** Model to pooling mode. */
  readonly pooling?: unknown;
  /** Model to { query, passage }. */
  readonly prefixes?: unknown;
}

/** A setting that cannot be used. */
export class SettingProblem extends Error {
  override readonly name = 'SettingProblem';

  constructor(
    readonly setting: keyof RawSettings,
    readonly value: unknown,
  ) {
    super(`Setting hitlight.${setting}: expected one of its values, got ${JSON.stringify(value)}`);
  }
}

/** Options of a request from settings; throws SettingProblem for the first that cannot be used. */
export function toExplainOptions(raw: RawSettings): ExplainOptions {
  const { model, layer, reference, method, tolerance, level, longText, maxTokens } = raw;
  const parts = {
    model: modelName(model),
    layer: typeof layer === 'string' && /^\d+$/.test(layer) ? Number(layer) : layer,
    reference: parseReference(reference),
    accuracy: { tolerance },
    ...{ method, level, longText, maxTokens },
  };
  const options = parseMessage(ExplainOptions, parts);
  if (options !== null) return { ...options, ...optionsOfModel(options.model, raw) };
  const { entries } = ExplainOptions;
  const settings = [
    ...(['model', 'layer', 'reference', 'tolerance', 'level'] as const),
    ...(['method', 'longText', 'maxTokens'] as const),
  ];
  const wrong = settings.find((name) => {
    const key = name === 'tolerance' ? 'accuracy' : name;
    return parseMessage(entries[key], parts[key]) === null;
  });
  throw new SettingProblem(wrong ?? 'model', raw[wrong ?? 'model']);
}

/** What the settings say of this one model. */
function optionsOfModel(
  model: string,
  raw: RawSettings,
): Pick<ExplainOptions, 'pooling' | 'prefixA' | 'prefixB'> {
  const pooling = forModel(raw.pooling, model);
  const prefixes = forModel(raw.prefixes, model);
  const mode = parseMessage(PoolingMode, pooling);
  if (pooling !== undefined && mode === null) throw new SettingProblem('pooling', raw.pooling);
  // One of the two may be left out: many models want something in front of queries only.
  const given = parseMessage(Prefixes, { query: '', passage: '', ...asObject(prefixes) });
  if (prefixes !== undefined && (given === null || typeof prefixes !== 'object')) {
    throw new SettingProblem('prefixes', raw.prefixes);
  }
  return {
    ...(mode === null ? {} : { pooling: mode }),
    ...(given?.query ? { prefixA: given.query } : {}),
    ...(given?.passage ? { prefixB: given.passage } : {}),
  };
}

const asObject = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {};

/** `id:N` names a vocabulary id; every other text is left to the schema. */
function parseReference(value: unknown): unknown {
  const id = typeof value === 'string' ? /^id:(\d+)$/.exec(value)?.[1] : undefined;
  return id === undefined ? value : { id: Number(id) };
}

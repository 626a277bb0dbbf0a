import { isAbsolute } from 'node:path';
import { ExplainOptions, parseMessage } from '../protocol.js';

/** The settings as the user wrote them, not validated. */
export interface RawSettings {
  readonly model: unknown;
  readonly layer: unknown;
  readonly reference: unknown;
  readonly tolerance: unknown;
  readonly level: unknown;
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
  const { model, layer, reference, tolerance, level } = raw;
  const parts = {
    model: parseModel(model),
    layer: typeof layer === 'string' && /^\d+$/.test(layer) ? Number(layer) : layer,
    reference: parseReference(reference),
    accuracy: { tolerance },
    level,
  };
  const options = parseMessage(ExplainOptions, parts);
  if (options !== null) return options;
  const { entries } = ExplainOptions;
  const settings = ['model', 'layer', 'reference', 'tolerance', 'level'] as const;
  const wrong = settings.find((name) => {
    const key = name === 'tolerance' ? 'accuracy' : name;
    return parseMessage(entries[key], parts[key]) === null;
  });
  throw new SettingProblem(wrong ?? 'model', raw[wrong ?? 'model']);
}

/** A relative path would depend on where the engine process happens to run. */
function parseModel(value: unknown): string | null {
  const model = typeof value === 'string' ? value.trim() : '';
  return model === 'bundled' || isAbsolute(model) ? model : null;
}

/** `id:N` names a vocabulary id; every other text is left to the schema. */
function parseReference(value: unknown): unknown {
  const id = typeof value === 'string' ? /^id:(\d+)$/.exec(value)?.[1] : undefined;
  return id === undefined ? value : { id: Number(id) };
}

import { isAbsolute } from 'node:path';

/** The setting of the model that ships with Hitlight. */
export const BUNDLED = 'bundled';

/** `org/name`, then perhaps `@revision` and `:file.onnx`; the engine judges the parts. */
const HUB_ID = /^([\w.-]+\/[\w.-]+)(@[^\s:@]+)?(:[^\s:]+\.onnx)?$/;

/**
 * A model as a setting or a person names it; null for what can be none. A relative path would depend
 * on where the engine process happens to run.
 */
export function modelName(value: unknown): string | null {
  const model = typeof value === 'string' ? value.trim() : '';
  const isRelative = /^\.{1,2}\//.test(model);
  const isName = model === BUNDLED || isAbsolute(model) || /^~[/\\]/.test(model);
  return isName || (HUB_ID.test(model) && !isRelative) ? model : null;
}

/** What settings remember a model by: revisions and files of one id share pooling and prefixes. */
export function modelKey(model: string): string {
  return isAbsolute(model) ? model : (HUB_ID.exec(model)?.[1] ?? model);
}

/** The entry of an object setting for a model; undefined where it has none. */
export function forModel(setting: unknown, model: string): unknown {
  if (typeof setting !== 'object' || setting === null) return undefined;
  const entries = new Map(Object.entries(setting));
  return entries.get(model) ?? entries.get(modelKey(model));
}

/** Model files are input like any other: in a workspace that is not trusted, only ours is read. */
export function isAllowed(model: string, isTrusted: boolean): boolean {
  return isTrusted || model === BUNDLED;
}

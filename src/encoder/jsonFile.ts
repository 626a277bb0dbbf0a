import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from './modelError.js';

/** A small JSON file of a model folder. Throws ModelError when it is malformed, or needed and absent. */
export async function readJson(
  folder: string,
  file: string,
  otherwise?: unknown,
): Promise<unknown> {
  const where = path.join(folder, file);
  if (!existsSync(where)) {
    if (otherwise !== undefined) return otherwise;
    throw new ModelError(`Model: expected ${file} in ${folder}, got none`);
  }
  try {
    return JSON.parse(await readFile(where, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(`Model: expected JSON in ${where}, got: ${reason}`, { cause: error });
  }
}

/** A field of a parsed object; undefined for anything else. */
export function field(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

/** A string field of a parsed object; undefined for anything else. */
export function textField(object: unknown, name: string): string | undefined {
  const value = field(object, name);
  return typeof value === 'string' ? value : undefined;
}

import { TokenizerError } from './tokenizerError.js';

/**
 * Reads one value out of untrusted JSON and says where it was when it is not what it should be.
 * Tokenizer files come from the internet and may be truncated, of another kind, or hostile.
 */
export class JsonReader {
  constructor(
    private readonly value: unknown,
    private readonly parent: JsonReader | null = null,
    private readonly key: string | number = '',
  ) {}

  /** A field of an object; absent fields read as null. Throws unless this is an object. */
  field(name: string): JsonReader {
    const object = this.object();
    return new JsonReader(Object.hasOwn(object, name) ? object[name] : null, this, name);
  }

  get present(): boolean {
    return this.value !== null && this.value !== undefined;
  }

  get raw(): unknown {
    return this.value;
  }

  object(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.error('an object');
    }
    return this.value as Record<string, unknown>;
  }

  list(): JsonReader[] {
    if (!Array.isArray(this.value)) throw this.error('a list');
    return (this.value as unknown[]).map((value, i) => new JsonReader(value, this, i));
  }

  string(fallback?: string): string {
    if (!this.present && fallback !== undefined) return fallback;
    if (typeof this.value !== 'string') throw this.error('a string');
    return this.value;
  }

  boolean(fallback?: boolean): boolean {
    if (!this.present && fallback !== undefined) return fallback;
    if (typeof this.value !== 'boolean') throw this.error('true or false');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) {
      throw this.error('a number');
    }
    return this.value;
  }

  /** A vocabulary id. The bound keeps a hostile id from making a table of gigabytes. */
  id(): number {
    if (!isId(this.value)) throw this.error(`an id below ${MAX_ID}`);
    return this.value;
  }

  choice<T extends string>(choices: readonly T[], fallback?: T): T {
    if (!this.present && fallback !== undefined) return fallback;
    const chosen = choices.find((c) => c === this.value);
    if (chosen === undefined) throw this.error(choices.join(', '));
    return chosen;
  }

  /** This string as the pattern that matches it literally. */
  asLiteralPattern(fallback?: string): JsonReader {
    return new JsonReader({ String: this.string(fallback) }, this.parent, this.key);
  }

  /** Where this is, for messages: `model.merges[3]`. Built only when asked for. */
  private path(): string {
    if (this.parent === null) return 'the top of tokenizer.json';
    const name = typeof this.key === 'number' ? `[${this.key}]` : this.key;
    if (this.parent.parent === null) return name;
    return `${this.parent.path()}${typeof this.key === 'number' ? '' : '.'}${name}`;
  }

  error(expected: string): TokenizerError {
    return new TokenizerError(
      `Tokenizer: expected ${expected} at ${this.path()}, got ${describe(this.value)}`,
    );
  }
}

/** Above any real vocabulary; low enough that a pair of ids is a safe integer. */
export const MAX_ID = 1 << 24;

export function isId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < MAX_ID;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') {
    return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}…` : JSON.stringify(value);
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
}

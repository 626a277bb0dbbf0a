/**
 * What is known of a value before it exists: element type and shape as a function of the number of
 * tokens S. Shapes are measured (encoder/measureTypes), never guessed from names.
 */
import type { DataType } from '../tensor/tensor.js';

/** fixed + perToken · S, or null where no such law holds. */
export type Dim = { readonly fixed: number; readonly perToken: number } | null;

export interface ValueType {
  readonly dtype: DataType;
  readonly shape: readonly Dim[];
}

export type ValueTypes = ReadonlyMap<string, ValueType>;

export const fixedDim = (size: number): Dim => ({ fixed: size, perToken: 0 });

export function isFixed(dim: Dim, size?: number): boolean {
  return dim?.perToken === 0 && (size === undefined || dim.fixed === size);
}

export function sameDim(a: Dim, b: Dim): boolean {
  return a !== null && b !== null && a.fixed === b.fixed && a.perToken === b.perToken;
}

const FLOATS: ReadonlySet<DataType> = new Set(['float32', 'float64', 'float16']);

export function isFloat(type: ValueType | undefined): boolean {
  return type !== undefined && FLOATS.has(type.dtype);
}

/** How well W x keeps the cosines between texts, and in which direction W would keep them better. */
import type { Rows } from './ridge.js';

/** W x of each row: [N, D]. Cost: N·D². */
export function applied(w: Float64Array, { data, width }: Rows): Rows {
  const result = new Float64Array(data.length);
  for (let n = 0; n < data.length; n += width) {
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += (w[i * width + j] ?? 0) * (data[n + j] ?? 0);
      result[n + i] = sum;
    }
  }
  return { data: result, width };
}

/** Rows of length 1, and how long they were. */
export function directions({ data, width }: Rows): Rows & { readonly lengths: Float64Array } {
  const unit = Float64Array.from(data);
  const lengths = new Float64Array(data.length / width);
  for (let n = 0; n < lengths.length; n++) {
    let square = 0;
    for (let d = n * width; d < (n + 1) * width; d++) square += (data[d] ?? 0) ** 2;
    lengths[n] = Math.sqrt(square);
    for (let d = n * width; d < (n + 1) * width; d++) unit[d] = (data[d] ?? 0) / (lengths[n] ?? 1);
  }
  return { data: unit, width, lengths };
}

/** Inner products of all rows: [N, N]. */
export function gram({ data, width }: Rows): Float64Array {
  const count = data.length / width;
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let d = 0; d < width; d++) {
        sum += (data[i * width + d] ?? 0) * (data[j * width + d] ?? 0);
      }
      products[i * count + j] = products[j * count + i] = sum;
    }
  }
  return products;
}

/** Root mean square difference of the cosines of all pairs. @param wanted [N, N] */
export function cosineError(w: Float64Array, x: Rows, wanted: Float64Array): number {
  const found = gram(directions(applied(w, x)));
  const count = x.data.length / x.width;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      sum += ((found[i * count + j] ?? 0) - (wanted[i * count + j] ?? 0)) ** 2;
    }
  }
  return Math.sqrt(sum / ((count * (count - 1)) / 2));
}

/** Gradient by W of the mean squared difference of cosines over all pairs: [D, D]. */
export function cosineGradient(w: Float64Array, x: Rows, wanted: Float64Array): Float64Array {
  const { width } = x;
  const unit = directions(applied(w, x));
  const count = unit.lengths.length;
  const difference = gram(unit);
  for (let k = 0; k < difference.length; k++) {
    difference[k] = (difference[k] ?? 0) - (wanted[k] ?? 0);
  }
  const gradient = new Float64Array(width * width);
  const byUnit = new Float64Array(width);
  for (let n = 0; n < count; n++) {
    byUnit.fill(0);
    for (let m = 0; m < count; m++) {
      if (m === n) continue;
      const factor = (4 * (difference[n * count + m] ?? 0)) / (count * (count - 1));
      for (let d = 0; d < width; d++) {
        byUnit[d] = (byUnit[d] ?? 0) + factor * (unit.data[m * width + d] ?? 0);
      }
    }
    // Through y / |y|: what lies along y changes nothing.
    let along = 0;
    for (let d = 0; d < width; d++) along += (byUnit[d] ?? 0) * (unit.data[n * width + d] ?? 0);
    for (let i = 0; i < width; i++) {
      const slope =
        ((byUnit[i] ?? 0) - along * (unit.data[n * width + i] ?? 0)) / (unit.lengths[n] ?? 1);
      for (let j = 0; j < width; j++) {
        gradient[i * width + j] =
          (gradient[i * width + j] ?? 0) + slope * (x.data[n * width + j] ?? 0);
      }
    }
  }
  return gradient;
}

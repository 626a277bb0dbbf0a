/** IEEE 754-2008 binary16 ("half") from and to binary32; JavaScript has no typed array for it yet. */

const scratch = new DataView(new ArrayBuffer(4));

/** The number that 16 half bits stand for. Exact. NaN for every NaN payload. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * The nearest half, as 16 bits, ties to even; ±Infinity from 65520 up. `value` is first rounded
 * to float32 (a no-op for elements of a float32 tensor).
 */
export function floatToHalf(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 lies half-way between the largest half (65504) and the next power of two.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // Below 2^-14 halves are multiples of 2^-24: let float32 addition do the rounding to even by
  // aligning the binary point to 0.5, whose last place is 2^-24.
  if (magnitude < 0x38800000) {
    scratch.setUint32(0, magnitude);
    scratch.setFloat32(0, scratch.getFloat32(0) + 0.5);
    return sign | (scratch.getUint32(0) - 0x3f000000);
  }
  // Drop 13 fraction bits, rounding to even; a carry runs into the exponent, as it should.
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
}

/** Element-wise `halfToFloat`; same length. */
export function halvesToFloats(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, halfToFloat);
}

/** Element-wise `floatToHalf`; same length. */
export function floatsToHalves(floats: Float32Array): Uint16Array {
  return Uint16Array.from(floats, floatToHalf);
}

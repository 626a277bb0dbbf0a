/**
 * Which of many labels to write where not all fit: the most important first, each where it belongs,
 * none nearer than `size` to another. Returns places in ascending order.
 */
export function thinLabels(
  centres: ArrayLike<number>,
  weights: ArrayLike<number>,
  size: number,
): number[] {
  const places = Array.from({ length: centres.length }, (_, place) => place);
  places.sort((x, y) => (weights[y] ?? 0) - (weights[x] ?? 0) || x - y);
  // Buckets of one size each: a chosen label can only touch those in its own and the two beside.
  const buckets = new Map<number, number[]>();
  const chosen: number[] = [];
  for (const place of places) {
    const centre = centres[place] ?? 0;
    const bucket = Math.floor(centre / size);
    const near = [bucket - 1, bucket, bucket + 1].flatMap((key) => buckets.get(key) ?? []);
    if (near.some((other) => Math.abs(other - centre) < size)) continue;
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), centre]);
    chosen.push(place);
  }
  return chosen.sort((x, y) => x - y);
}

/** The text cut to `width`, with an ellipsis, by a measuring function; whole characters only. */
export function clipLabel(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('')}…`;
}

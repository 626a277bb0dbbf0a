import type { ReferenceChoice } from '../protocol.js';
import { printable } from './terminalText.js';

/** What an explanation's reference should make its reader careful about, a sentence each. */
export function referenceWarnings(reference: ReferenceChoice): string[] {
  const { occurs, source } = reference;
  const warnings: string[] = [];
  if (occurs) {
    const places = [
      ...(occurs.a > 0 ? [`${times(occurs.a)} in the first text`] : []),
      ...(occurs.b > 0 ? [`${times(occurs.b)} in the second text`] : []),
    ];
    warnings.push(
      `The reference ${printable(reference.token)} occurs ${places.join(' and ')}; ` +
        'tokens that are the reference itself contribute nothing.',
    );
  }
  if (source === 'none') {
    warnings.push(
      'No neutral reference is known that the texts do not contain; hitlight reference finds more.',
    );
  }
  return warnings;
}

/** Why the reference is this one, where that is not what one would expect; for people. */
export function referenceNotes({ token, gaveWay = [], source }: ReferenceChoice): string[] {
  const names = gaveWay.map((other) => printable(other.token)).join(' ');
  return [
    ...(gaveWay.length > 0
      ? [`Reference ${printable(token)} instead of ${names}, which the texts contain.`]
      : []),
    ...(source === 'quick'
      ? [
          'The reference comes from a short search; hitlight reference looks closer, once per model.',
        ]
      : []),
    ...(source === 'exact' ? ['The encoder is exact: its own reference has embedding zero.'] : []),
  ];
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

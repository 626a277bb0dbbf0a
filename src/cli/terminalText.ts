/** Texts and numbers as a terminal shows them. */

/** Control and invisible characters as escapes: a terminal must not obey a text. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** At most `most` characters, the last an ellipsis where some are left out. */
export function shortened(text: string, most: number): string {
  // Twice as many code units hold at least as many characters.
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

/** A number with its sign: "+0.0310", "−1.7340". */
export function signed(value: number, digits = 4): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

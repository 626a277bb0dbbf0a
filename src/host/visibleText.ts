/** Longest token text a hover or label shows. */
const longest = 40;

/** Controls, zero-width and directional marks, blanks other than the space, lone surrogates. */
const shapeless = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\u00a0\u2000-\u200a\u202f\u3000]/gu;

/**
 * A token's text in one line in which every character can be seen, so that no directional mark or
 * line break of a hostile text reorders or breaks the sentence around it.
 */
export function visibleText(text: string): string {
  const shown = text.replace(shapeless, (character) => {
    if (character === '\n') return '↵';
    if (character === '\t') return '→';
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
  const characters = [...shown];
  return characters.length <= longest ? shown : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Attributions of one pair by the role of its tokens, on the sides that are code. */
import { type Language, guessLanguage, languageNamed } from './code/languages.js';
import { ROLES, roleAt, roleSpans } from './code/roles.js';
import type { Explained } from './explainPair.js';
import type { Pair } from './input/pairFile.js';
import { columnSums, rowSums, sumOf } from './matrixParts.js';
import { firstCharacter } from './words.js';

export interface Languages {
  readonly a: Language | null;
  readonly b: Language | null;
  readonly guessed: boolean;
}
export type CodePair = Pair & { readonly languages: Languages };

/** By the columns language1 and language2 (language: of the second), the option, else a guess. */
export function languagesOf({ a, b, line, more }: Pair, asked: string | undefined): Languages {
  const { language1, language2 = more.language ?? asked } = more;
  const named = (text: string | undefined) =>
    text === undefined ? null : languageNamed(text, `at line ${line}`);
  return {
    a: named(language1) ?? guessLanguage(a),
    b: named(language2) ?? guessLanguage(b),
    guessed: language2 === undefined && language1 === undefined,
  };
}

export const GROUPS = [...ROLES, 'other', 'special'] as const;
export type Group = (typeof GROUPS)[number];

/** Of one pair: attributions and numbers of tokens by role, on the sides that are code. */
export interface RoleSums {
  readonly language: Language;
  readonly total: number;
  readonly tokens: number;
  readonly attribution: Readonly<Record<Group, number>>;
  readonly counts: Readonly<Record<Group, number>>;
}

export function roleSums(
  pair: Pick<CodePair, 'a' | 'b' | 'languages'>,
  explained: Explained,
): RoleSums[] {
  const side = (
    language: Language | null,
    text: string,
    tokens: Explained['tokensA'],
    values: readonly number[],
  ): RoleSums[] => {
    if (!language) return [];
    const spans = roleSpans(text, language);
    const attribution = zeros();
    const counts = zeros();
    tokens.forEach((token, i) => {
      const first = firstCharacter(text, token);
      const role = first === null ? 'other' : (roleAt(text, spans, first) ?? 'other');
      const group = token.special ? 'special' : role;
      attribution[group] += values[i] ?? 0;
      counts[group] += 1;
    });
    return [{ language, total: sumOf(values), tokens: tokens.length, attribution, counts }];
  };
  return [
    ...side(pair.languages.a, pair.a, explained.tokensA, rowSums(explained)),
    ...side(pair.languages.b, pair.b, explained.tokensB, columnSums(explained)),
  ];
}

const zeros = () => Object.fromEntries(GROUPS.map((group) => [group, 0])) as Record<Group, number>;

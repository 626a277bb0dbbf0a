import { Explainer } from '../../src/attribution/explain.js';
import type { StudyOptions } from '../../src/protocol.js';
import { memoryJournal } from '../../src/study/journal.js';
import type { StudyContext, StudyModel } from '../../src/study/study.js';
import type { TextToken, Tokenizer } from '../../src/text/tokenizer.js';
import { fixtureEncoder } from './encoders.js';

const SPECIAL = { pad: 0, unk: 1, mask: 4 };
const [CLS, SEP, NEUTRAL] = [2, 3, 5];

/** Words and signs as tokens, ids by their characters: for encoders with a vocabulary of 120. */
export const wordTokenizer: Tokenizer = {
  encode(text, maxTokens) {
    const ordinary = Array.from(text.matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu), (match) => {
      const [word] = match;
      return { id: idOf(word), text: word, start: match.index, end: match.index + word.length };
    });
    const special = (id: number, form: string): TextToken => {
      return { id, text: form, start: null, end: null, special: true };
    };
    const read = ordinary.slice(0, maxTokens - 2).map((token) => ({ ...token, special: false }));
    const rest = ordinary[read.length];
    return {
      tokens: [special(CLS, '[CLS]'), ...read, special(SEP, '[SEP]')],
      unread: rest ? { from: rest.start, tokens: ordinary.length - read.length } : null,
    };
  },
  token: (id) => (id >= 0 && id < 120 ? `<${id}>` : undefined),
  vocabularySize: 120,
  special: SPECIAL,
};

function idOf(word: string): number {
  let hash = 7;
  for (const character of word.toLowerCase()) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 110;
  }
  return 10 + hash;
}

/** A tiny random encoder that reads texts. */
export async function tinyModel(name = 'tiny', file = 'bert/dynamo'): Promise<StudyModel> {
  const explainer = new Explainer(await fixtureEncoder(file, 'mean'));
  const reader = { tokenizer: wordTokenizer, maxTokens: 32, neutral: [NEUTRAL] };
  return { name, fingerprint: `${name} ${file}`, explainer, reader, elsewhere: null };
}

export const OPTIONS: StudyOptions = {
  model: 'tiny',
  layer: 'middle',
  reference: 'auto',
  tolerance: 1e-3,
  seed: 1,
};

export function contextOf(model: StudyModel, change: Partial<StudyContext> = {}): StudyContext {
  return {
    model,
    other: null,
    options: OPTIONS,
    journal: memoryJournal(),
    hooks: { progress: () => undefined, cancelled: () => false },
    ...change,
  };
}

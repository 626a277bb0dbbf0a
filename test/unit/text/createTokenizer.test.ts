import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/text/createTokenizer.js';
import { bundledFile, bundledTokenizer } from './bundledTokenizer.js';
import { fixture, tokenizerOf } from './fixtureTokenizers.js';

const minilm = bundledTokenizer();

/** Each token of the text as `form=slice`, `∅` for no span. */
function read(text: string, tokenizer = minilm): string[] {
  return tokenizer
    .encode(text, 10_000)
    .tokens.filter((t) => !t.special)
    .map((t) => `${t.text}=${t.start === null ? '∅' : text.slice(t.start, t.end ?? 0)}`);
}

describe('a token’s span covers what it was made of', () => {
  it.each([
    ['é', ['e=é'], 'an accent that is part of the character'],
    ['cafe\u0301!', ['cafe=cafe\u0301', '!=!'], 'an accent that follows the character'],
    ['ﬁ x', ['ﬁ=ﬁ', 'x=x'], 'a ligature in the vocabulary'],
    ['İx', ['ix=İx'], 'a capital that lower-cases to two characters'],
    ['한', ['ᄒ=한', '##ᅡ=한', '##ᆫ=한'], 'a syllable of which three tokens are parts'],
    ['a\u200bb', ['ab=a\u200bb'], 'a deleted character inside'],
    ['\u200bab\u200b', ['ab=ab'], 'not deleted characters around it'],
    ['a\r\nb', ['a=a', 'b=b'], 'not line ends'],
    ['東京', ['東=東', '京=京'], 'one ideograph'],
    ['a𠮷b', ['a=a', '[UNK]=𠮷', 'b=b'], 'an ideograph of two UTF-16 units'],
    ['👨‍👩‍👧 a', ['[UNK]=👨‍👩‍👧', 'a=a'], 'all of an unknown emoji'],
    ['☃☃ ☃', ['[UNK]=☃☃', '[UNK]=☃'], 'all of an unknown word'],
    ['x'.repeat(101), [`[UNK]=${'x'.repeat(101)}`], 'all of a word that is too long'],
    ['ΟΔΟΣ', ['ο=Ο', '##δ=Δ', '##ο=Ο', '##σ=Σ'], 'a final Σ, which the original makes σ'],
  ])('%j → %j: %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('covers the whole character for each of its bytes', () => {
    const tokens = tokenizerOf('qwen')
      .encode('a🍮', 100)
      .tokens.filter((t) => !t.special);
    const ofEmoji = tokens.filter((t) => t.start !== 0);
    expect(ofEmoji.length).toBeGreaterThan(1);
    for (const token of ofEmoji) expect([token.start, token.end]).toEqual([1, 3]);
  });

  it('covers the character a byte fallback stands for', () => {
    expect(read('a☃', tokenizerOf('gemma')).slice(-3)).toEqual([
      '<0xE2>=☃',
      '<0x98>=☃',
      '<0x83>=☃',
    ]);
  });

  it('leaves out the space that the token begins with', () => {
    expect(read('hello hello', tokenizerOf('roberta')).join(' ')).not.toContain('= ');
  });

  it('is null for a ▁ that the tokenizer put in front', () => {
    expect(read('日', tokenizerOf('xlmr'))[0]).toBe('▁=∅');
  });
});

describe('added tokens written out in the text', () => {
  it('get the id they have for the model, a span, and are not special', () => {
    const { tokens } = minilm.encode('a[SEP]b', 10);
    expect(tokens[2]).toEqual({ id: 102, text: '[SEP]', start: 1, end: 6, special: false });
    expect(tokens.at(-1)).toEqual({
      id: 102,
      text: '[SEP]',
      start: null,
      end: null,
      special: true,
    });
  });

  it('are matched as written, not after normalisation', () => {
    expect(read('[mask]')).toEqual(['[=[', 'mask=mask', ']=]']);
    expect(read('[MASK]')).toEqual(['[MASK]=[MASK]']);
  });

  it('swallow spaces where they say so, but are not painted on them', () => {
    expect(read('a  <mask>', tokenizerOf('roberta')).at(-1)).toBe('<mask>=<mask>');
  });

  it('that are normalised match in normalised text', () => {
    expect(read('a Líght', tokenizerOf('mixed')).at(-1)).toBe('LIGHT=Líght');
  });

  it('that are single words do not match inside one', () => {
    const tokenizer = tokenizerOf('mixed');
    expect(read('hit', tokenizer)).toEqual(['hit=hit']);
    expect(read('hits', tokenizer)).not.toContain('hit=hit');
  });
});

describe('truncation', () => {
  it('keeps special tokens within the limit, and says where reading stopped', () => {
    const { tokens, unread } = minilm.encode('one two three four', 4);
    expect(tokens.map((t) => t.text)).toEqual(['[CLS]', 'one', 'two', '[SEP]']);
    expect(unread).toEqual({ from: 8, tokens: 2 });
  });

  it('reports nothing when all fits exactly', () => {
    expect(minilm.encode('one two', 4).unread).toBeNull();
  });

  it('refuses a limit with no room for the special tokens', () => {
    expect(() => minilm.encode('a', 1)).toThrow(
      'Tokenizer: expected room for 2 special tokens, got 1',
    );
  });
});

describe('text', () => {
  it.each([
    ['a\ud800', 1],
    ['\udc00', 0],
    ['😀\ud83d😀', 2],
  ])('with a lone surrogate is refused with its place: %j', (text, offset) => {
    expect(() => minilm.encode(text, 10)).toThrow(
      `Tokenizer: expected well-formed text, got a lone surrogate at offset ${offset}`,
    );
  });

  it('that is empty gives only the special tokens', () => {
    expect(minilm.encode('', 10).tokens.map((t) => t.text)).toEqual(['[CLS]', '[SEP]']);
  });
});

describe('vocabulary', () => {
  it('answers by id, and not outside', () => {
    expect(minilm.vocabularySize).toBe(30522);
    expect(minilm.token(101)).toBe('[CLS]');
    expect(minilm.token(30522)).toBeUndefined();
    expect(minilm.token(-1)).toBeUndefined();
  });

  it('counts added tokens', () => {
    const json = fixture('roberta') as { model: { vocab: object } };
    const tokenizer = tokenizerOf('roberta');
    expect(tokenizer.vocabularySize).toBe(Object.keys(json.model.vocab).length + 1);
  });

  it('knows padding, unknown and mask from the configuration', () => {
    expect(minilm.special).toEqual({ pad: 0, unk: 100, mask: 103 });
    const config = { pad_token: { content: '[CLS]' }, unk_token: '[SEP]' };
    const tokenizer = createTokenizer(bundledFile('tokenizer.json'), config);
    expect(tokenizer.special).toEqual({ pad: 101, unk: 102, mask: 103 });
  });

  it('knows them by name without a configuration, and undefined where there is none', () => {
    const { pad, unk, mask } = tokenizerOf('xlmr').special;
    expect([pad, unk]).toEqual([1, 3]);
    expect(tokenizerOf('xlmr').token(mask ?? -1)).toBe('<mask>');
    expect(tokenizerOf('gemma').special.pad).toBeUndefined();
  });
});

describe('cost', () => {
  it.each([
    ['marks on one letter', 'a' + '\u0301\u0323'.repeat(150_000)],
    ['one word without end', 'ab'.repeat(150_000)],
    ['ideographs', '日本語'.repeat(100_000)],
    ['spaces', ' '.repeat(300_000)],
  ])('stays linear: %s', (_, text) => {
    const started = process.cpuUsage();
    for (const name of ['minilm', 'modernbert', 't5'] as const) tokenizerOf(name).encode(text, 512);
    const { user } = process.cpuUsage(started);
    // Quadratic work on 300,000 characters takes minutes; linear takes under two seconds.
    expect(user / 1e6).toBeLessThan(12);
  });
});

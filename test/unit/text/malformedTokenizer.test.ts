import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/text/createTokenizer.js';
import { TokenizerError } from '../../../src/text/tokenizerError.js';
import { fixture } from './fixtureTokenizers.js';

type Json = Record<string, unknown>;

/** The small WordPiece tokenizer with some sections replaced. */
function withSections(sections: Json, base = 'cased'): Json {
  return { ...(fixture(base) as Json), ...sections };
}

function model(changes: Json, base = 'cased'): Json {
  const json = fixture(base) as { model: Json };
  return withSections({ model: { ...json.model, ...changes } }, base);
}

describe('a tokenizer file that cannot be used is refused in one sentence', () => {
  it.each<[string, unknown, RegExp]>([
    ['an HTML page', '<html>', /expected an object at the top of tokenizer.json, got "<html>"/],
    ['nothing', null, /expected an object at the top of tokenizer.json, got nothing/],
    ['no model', {}, /expected an object at model, got nothing/],
    ['an unknown model', model({ type: 'WordLevel' }), /at model.type, got "WordLevel"/],
    [
      'an unknown normalizer',
      withSections({ normalizer: { type: 'Magic' } }),
      /expected a normalizer among .*NFKC.* at normalizer.type, got "Magic"/,
    ],
    [
      'an unknown step of a sequence',
      withSections({ pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Magic' }] } }),
      /at pre_tokenizer.pretokenizers\[0\].type, got "Magic"/,
    ],
    [
      'a kind with the name of an object’s own property',
      withSections({ post_processor: { type: 'constructor' } }),
      /expected a post-processor among .* got "constructor"/,
    ],
    ['a vocabulary that is a list', model({ vocab: ['a'] }), /expected an object at model.vocab/],
    ['an empty vocabulary', model({ vocab: {} }), /expected at least one token at model.vocab/],
    ['a fractional id', model({ vocab: { '[UNK]': 0.5 } }), /expected an id .* got 0.5/],
    ['a huge id', model({ vocab: { '[UNK]': 4e9 } }), /expected an id .* got 4000000000/],
    ['no unknown token', model({ unk_token: 'nope' }), /expected a token of the vocabulary/],
    [
      'merges of three',
      model({ merges: ['a b c'] }, 'roberta'),
      /expected a pair of tokens at model.merges\[0\]/,
    ],
    [
      'merges of nothing',
      model({ merges: [['§§', '§']] }, 'roberta'),
      /that make a third at model.merges\[0\]/,
    ],
    [
      'scores that are text',
      model({ vocab: [['a', 'b']] }, 'xlmr'),
      /expected a number at model.vocab\[0\]\[1\]/,
    ],
    ['an unknown id out of range', model({ unk_id: 99_999 }, 'xlmr'), /expected an id below/],
    [
      'a pattern that does not compile',
      withSections({
        pre_tokenizer: { type: 'Split', pattern: { Regex: '(' }, behavior: 'Isolated' },
      }),
      /expected a pattern that can be run, got "\("/,
    ],
    [
      'a cut character map',
      withSections({ normalizer: { type: 'Precompiled', precompiled_charsmap: '/////w==' } }),
      /expected a character map with its whole trie/,
    ],
    [
      'a template without text',
      withSections({
        post_processor: { type: 'TemplateProcessing', single: [], special_tokens: {} },
      }),
      /expected a template with one text/,
    ],
    [
      'template ids outside the vocabulary',
      withSections({
        post_processor: { type: 'BertProcessing', sep: ['x', 9999], cls: ['y', 9999] },
      }),
      /expected post_processor ids of the vocabulary, got 9999/,
    ],
  ])('%s', (_, json, message) => {
    expect(() => createTokenizer(json, null)).toThrow(TokenizerError);
    expect(() => createTokenizer(json, null)).toThrow(message);
  });

  it('whatever part of it is replaced by whatever', () => {
    const sections = ['model', 'added_tokens', 'normalizer', 'pre_tokenizer', 'post_processor'];
    fc.assert(
      fc.property(
        fc.constantFrom('cased', 'roberta', 'xlmr', 't5', 'mixed'),
        fc.constantFrom(...sections),
        fc.jsonValue(),
        (base, section, value) => {
          try {
            createTokenizer(withSections({ [section]: value }, base), value).encode('a b', 10);
          } catch (error) {
            expect(error).toBeInstanceOf(TokenizerError);
          }
        },
      ),
    );
  });
});

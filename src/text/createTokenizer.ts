import { AddedTokenFinder, readAddedTokens, type AddedToken } from './addedTokens.js';
import { JsonReader } from './jsonReader.js';
import { compileModel } from './compileModel.js';
import type { Model, Piece } from './tokenModel.js';
import { compileNormalizer, type Normalizer } from './normalizer.js';
import { compilePreTokenizer, type PreTokenizer } from './preTokenizer.js';
import { findSpecialIds } from './specialIds.js';
import { compilePostProcessor, type Template } from './template.js';
import type { EncodedText, TextToken, Tokenizer } from './tokenizer.js';
import { TokenCollector } from './tokenCollector.js';
import { TokenizerError } from './tokenizerError.js';
import { TrackedText } from './trackedText.js';

/**
 * Makes a tokenizer from the parsed tokenizer.json and tokenizer_config.json of a model (the
 * latter may be null). Ids are those of the model's original tokenizer; spans are exact by
 * construction, because every stage carries them along:
 *
 *     text → added tokens → normalised → added tokens → pre-tokens → pieces → truncation → template
 *
 * Spans leave out white space at their ends unless the token stands for nothing else, take in
 * combining marks that normalisation stripped from their last character, and never split a
 * surrogate pair; several tokens may share one span (the bytes of one character). A token that
 * stands for none of the text (a `▁` put in front, template tokens) has a null span. An added
 * token written out in the text, such as a literal `[SEP]`, gets the id it has for the model, as
 * in the original; it stands for text, so it has a span and is not special.
 *
 * Throws `TokenizerError` for files that are malformed or of an unsupported kind. Cost: linear in
 * the vocabulary, a few tens of milliseconds for 30,000 tokens.
 */
export function createTokenizer(tokenizerJson: unknown, tokenizerConfig: unknown): Tokenizer {
  const json = new JsonReader(tokenizerJson);
  const model = compileModel(json.field('model'));
  const added = readAddedTokens(json.field('added_tokens'), model.vocabulary);
  const normalize = compileNormalizer(json.field('normalizer'));
  return new StagedTokenizer(
    model,
    added,
    normalize,
    compilePreTokenizer(json.field('pre_tokenizer')),
    compilePostProcessor(json.field('post_processor')),
    findSpecialIds(tokenizerConfig, model, added),
  );
}

/** Pre-tokens repeat; longer ones hardly do. */
const CACHED_LENGTH = 64;
const CACHE_SIZE = 20_000;

class StagedTokenizer implements Tokenizer {
  readonly vocabularySize: number;
  private readonly tokens: (string | undefined)[] = [];
  private readonly asWritten: AddedTokenFinder;
  private readonly asNormalized: AddedTokenFinder;
  private readonly cache = new Map<string, Piece[]>();

  constructor(
    private readonly model: Model,
    added: readonly AddedToken[],
    private readonly normalize: Normalizer,
    private readonly preTokenize: PreTokenizer,
    private readonly template: Template,
    readonly special: Tokenizer['special'],
  ) {
    for (const [token, id] of model.vocabulary) this.tokens[id] = token;
    for (const token of added) this.tokens[token.id] = token.content;
    this.vocabularySize = this.tokens.length;
    this.asWritten = new AddedTokenFinder(added.filter((t) => !t.normalized));
    this.asNormalized = new AddedTokenFinder(
      added.filter((t) => t.normalized),
      normalize,
    );
    for (const id of [...template.before, ...template.after]) {
      if (this.tokens[id] === undefined) {
        throw new TokenizerError(
          `Tokenizer: expected post_processor ids of the vocabulary, got ${id}`,
        );
      }
    }
  }

  token(id: number): string | undefined {
    return this.tokens[id];
  }

  encode(text: string, maxTokens: number): EncodedText {
    requireWellFormed(text);
    const { before, after } = this.template;
    const room = maxTokens - before.length - after.length;
    if (!(room >= 0)) {
      throw new TokenizerError(
        `Tokenizer: expected room for ${before.length + after.length} special tokens, got ${maxTokens}`,
      );
    }
    const found = new TokenCollector(text, this.tokens, room);
    this.read(text, found);
    return {
      tokens: [
        ...before.map((id) => this.templateToken(id)),
        ...found.tokens,
        ...after.map((id) => this.templateToken(id)),
      ],
      unread: found.unread,
    };
  }

  private read(text: string, found: TokenCollector): void {
    for (const section of this.asWritten.find(TrackedText.of(text))) {
      if (section.token) {
        found.add(section.token.id, section.text.span());
        continue;
      }
      for (const part of this.asNormalized.find(this.normalize(section.text))) {
        if (part.token) found.add(part.token.id, part.text.span());
        else if (part.text.length > 0) this.cut(part.text, found);
      }
    }
  }

  private cut(part: TrackedText, found: TokenCollector): void {
    for (const preToken of this.preTokenize(part)) {
      for (const { id, start, end } of this.pieces(preToken.text)) {
        found.add(id, preToken.span(start, end));
      }
    }
  }

  private pieces(preToken: string): Piece[] {
    if (preToken.length > CACHED_LENGTH) return this.model.pieces(preToken);
    let pieces = this.cache.get(preToken);
    if (pieces === undefined) {
      pieces = this.model.pieces(preToken);
      if (this.cache.size >= CACHE_SIZE) this.cache.clear();
      this.cache.set(preToken, pieces);
    }
    return pieces;
  }

  private templateToken(id: number): TextToken {
    return { id, text: this.tokens[id] ?? '', start: null, end: null, special: true };
  }
}

function requireWellFormed(text: string): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit & 0xf800) !== 0xd800) continue;
    if ((text.codePointAt(i) ?? 0) > 0xffff) {
      i++;
      continue;
    }
    throw new TokenizerError(
      `Tokenizer: expected well-formed text, got a lone surrogate at offset ${i}`,
    );
  }
}

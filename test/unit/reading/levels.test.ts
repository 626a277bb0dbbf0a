import { describe, expect, it } from 'vitest';
import type { Token } from '../../../src/protocol.js';
import { groupTokens } from '../../../src/reading/groupTokens.js';
import type { ReadingLevel, TextKind } from '../../../src/reading/levels.js';
import { segment } from '../../../src/reading/segment.js';
import { textKind } from '../../../src/reading/textKind.js';

const whole = (text: string) => ({ start: 0, end: text.length });

/** One token a character, so that every boundary can be seen. */
const characters = (text: string): Token[] =>
  Array.from({ length: text.length }, (_, i) => ({
    ...{ text: text[i] ?? '', id: i, start: i, end: i + 1, special: false },
  }));

/** The units of a text at a level, white space left out. */
function units(text: string, level: ReadingLevel, kind: TextKind = 'code'): string[] {
  const found = groupTokens(text, characters(text), segment(text, { kind }, whole(text)), level);
  return found.map(({ token }) => token.text).filter((each) => /\S/u.test(each));
}

describe('words of code', () => {
  it.each<[string, string[], string[], string[]]>([
    ['fetchWithRetry', ['fetch', 'With', 'Retry'], ['fetch', 'With', 'Retry'], ['fetchWithRetry']],
    [
      'max_retry_count',
      ['max', '_', 'retry', '_', 'count'],
      ['max', '_', 'retry', '_', 'count'],
      ['max_retry_count'],
    ],
    [
      'parseHTTPResponse',
      ['parse', 'HTTP', 'Response'],
      ['parse', 'HTTP', 'Response'],
      ['parseHTTPResponse'],
    ],
    ['sha256sum', ['sha', '256', 'sum'], ['sha256', 'sum'], ['sha256sum']],
    ['größeÄndern', ['größe', 'Ändern'], ['größe', 'Ändern'], ['größeÄndern']],
    ['a === b', ['a', '=', '=', '=', 'b'], ['a', '===', 'b'], ['a', '===', 'b']],
    [
      'f(x)[0]',
      ['f', '(', 'x', ')', '[', '0', ']'],
      ['f', '(', 'x', ')', '[', '0', ']'],
      ['f', '(', 'x', ')', '[', '0', ']'],
    ],
    ['3_000 + 0.5', ['3_000', '+', '0.5'], ['3_000', '+', '0.5'], ['3_000', '+', '0.5']],
    [
      '# 解析配置文件',
      ['#', '解析', '配置', '文件'],
      ['#', '解析', '配置', '文件'],
      ['#', '解析', '配置', '文件'],
    ],
    [
      'say("👩🏾‍🚀🎉")',
      ['say', '(', '"', '👩🏾‍🚀', '🎉', '"', ')'],
      ['say', '(', '"', '👩🏾‍🚀', '🎉', '"', ')'],
      ['say', '(', '"', '👩🏾‍🚀', '🎉', '"', ')'],
    ],
  ])('%s', (text, words, parts, names) => {
    expect(units(text, 'word')).toEqual(words);
    expect(units(text, 'part')).toEqual(parts);
    expect(units(text, 'identifier')).toEqual(names);
  });
});

describe('statements and lines', () => {
  it('are cut at semicolons and braces outside parentheses, strings and comments', () => {
    const text = "for (let i = 0; i < n; i++) { sum += a[i]; log('a; b'); } // x; y\nreturn sum;";
    expect(units(text, 'statement')).toEqual([
      'for (let i = 0; i < n; i++) {',
      'sum += a[i];',
      "log('a; b');",
      '} // x; y',
      'return sum;',
    ]);
    expect(units(text, 'line')).toEqual(text.split('\n'));
  });

  it('take no notice of an apostrophe without a partner', () => {
    expect(units("fn f<'a>(x: &'a str) { g(x); h(x) }", 'statement')).toEqual([
      "fn f<'a>(x: &'a str) {",
      'g(x);',
      'h(x) }',
    ]);
  });
});

describe('symbols', () => {
  const of = (text: string) => {
    const found = groupTokens(
      text,
      characters(text),
      segment(text, { kind: 'code' }, whole(text)),
      'symbol',
    );
    return found.map(({ token, name }) => [name ?? null, token.text.split('\n').length]);
  };

  it('of Python are found by indentation, with their decorators', () => {
    const text = `import os

@cached
def load(path):
    with open(path) as f:
        return f.read()

# Writes it back.
async def save(path, text):
    pass

load("x")
`;
    expect(of(text)).toEqual([
      [null, 1],
      ['load', 4],
      ['save', 3],
      [null, 1],
    ]);
  });

  it('of Go, Rust and C# too, receivers and braces on lines of their own', () => {
    expect(
      of(
        'func (s *Server) Serve(l net.Listener) error {\n\treturn nil\n}\n\nfunc main() {\n\tx()\n}',
      ),
    ).toEqual([
      ['Serve', 3],
      ['main', 3],
    ]);
    expect(
      of(
        'pub(crate) fn twice(x: u32) -> u32 {\n    x * 2\n}\n\nimpl Shape for Disc {\n    fn area(&self) {}\n}',
      ),
    ).toEqual([
      ['twice', 3],
      ['Shape', 3],
    ]);
    expect(of('void One()\n{\n  a();\n}\nint Two()\n{\n  b();\n}')).toEqual([
      ['One', 4],
      ['Two', 4],
    ]);
  });

  it('of a class are its members', () => {
    const text = `class Cache {
  get(key) {
    return this.map.get(key);
  }

  /** Puts it there. */
  set(key, value) {
    this.map.set(key, value);
  }
}`;
    expect(of(text)).toEqual([
      [null, 1],
      ['get', 3],
      ['set', 4],
      [null, 1],
    ]);
  });

  it('are what the editor says where it says so', () => {
    const text = 'const a = 1;\nconst b = 2;\nconst c = 3;\n';
    const outline = [{ name: 'second', start: 13, end: 25 }];
    const found = groupTokens(
      text,
      characters(text),
      segment(text, { kind: 'code', outline }, whole(text)),
      'symbol',
    );
    expect(found.map(({ token, name }) => [name ?? null, token.text])).toEqual([
      [null, 'const a = 1;'],
      ['second', 'const b = 2;'],
      [null, 'const c = 3;'],
    ]);
  });
});

describe('prose', () => {
  const text = `# Retries

When a request fails, the client waits, e.g. a second, and tries again because networks are flaky. It
gives up after five attempts.

- First item: short
- Second item is here
`;

  it('has words', () => {
    expect(units("Don't panic: 3.14!", 'word', 'prose')).toEqual([
      "Don't",
      'panic',
      ':',
      '3.14',
      '!',
    ]);
    expect(units('如何解析文件', 'word', 'prose')).toEqual(['如何', '解析', '文件']);
  });

  it('has clauses of a few words at least', () => {
    expect(units(text, 'statement', 'prose')).toEqual([
      '# Retries',
      'When a request fails,',
      'the client waits,',
      'e.g. a second, and tries again',
      'because networks are flaky.',
      'It\ngives up after five attempts.',
      '- First item: short',
      '- Second item is here',
    ]);
  });

  it('has sentences that run over full lines, and abbreviations inside', () => {
    expect(units(text, 'line', 'prose')).toEqual([
      '# Retries',
      'When a request fails, the client waits, e.g. a second, and tries again because networks are flaky.',
      'It\ngives up after five attempts.',
      '- First item: short',
      '- Second item is here',
    ]);
    expect(units('remove the oldest entry\nsplit a line', 'line', 'prose')).toHaveLength(2);
    expect(units('اقرأ الملف. ثم حلّله؟ نعم', 'line', 'prose')).toHaveLength(3);
    expect(units('读取文件。然后解析。', 'line', 'prose')).toHaveLength(2);
  });

  it('has paragraphs, headings and list items', () => {
    expect(units(text, 'symbol', 'prose').map((each) => each.split('\n').length)).toEqual([
      1, 2, 1, 1,
    ]);
  });
});

describe('the kind of a text', () => {
  it.each<[string, string | null, TextKind]>([
    ['retry a failed request with backoff', null, 'prose'],
    ['what does `fetch()` return?', null, 'prose'],
    ['for (const x of xs) { total += x; }', null, 'code'],
    ['def load(path):\n    return open(path).read()', 'plaintext', 'code'],
    ['anything', 'python', 'code'],
    ['const x = 1;', 'markdown', 'prose'],
  ])('%j in %s is %s', (text, language, kind) => {
    expect(textKind(text, language)).toBe(kind);
  });
});

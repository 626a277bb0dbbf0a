import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { panelHtml } from '../../../src/host/panelHtml.js';

const page = (strings: Record<string, string>, title = 'Similarity') =>
  panelHtml({
    cspSource: 'https://own.test',
    script: 'https://own.test/panel.js',
    style: 'https://own.test/panel.css',
    nonce: 'bm9uY2U',
    language: 'en',
    title,
    strings,
  });

const stringsOf = (html: string): unknown =>
  JSON.parse(/<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? '');

describe('panelHtml', () => {
  it('forbids everything but our own script and style', () => {
    const html = page({});
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(policy).toContain('script-src &#39;nonce-bm9uY2U&#39;');
    expect(policy).not.toContain('unsafe');
  });

  it('carries any strings unharmed and unable to end their element', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), (strings) => {
        const html = page({ ...strings, evil: '</script><script>alert(1)//<!--\u2028' });
        expect(stringsOf(html)).toMatchObject(JSON.parse(JSON.stringify(strings)) as object);
        expect(html.match(/<script/g)?.length).toBe(2);
        expect(html).not.toContain('<!--');
      }),
    );
  });

  it('escapes the title', () => {
    expect(page({}, '<b>"')).toContain('<title>&#60;b&#62;&#34;</title>');
  });
});

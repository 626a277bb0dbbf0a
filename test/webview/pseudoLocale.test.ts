import { describe, expect, it } from 'vitest';
import type { ExplanationView, Token } from '../../src/protocol.js';
import { english } from '../../webview/strings.js';
import { goldenView, marginalsOf, stoppedOf } from './support/samples.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();

/** A language in which every text of the panel stands in brackets, and is longer. */
const pseudo = Object.fromEntries(
  Object.entries(english).map(([key, text]) => [key, `⟦${text} ⁓⁓⟧`]),
);

/** A view without a Latin letter: what is left of them on screen is a text that nobody can translate. */
function withoutLatin(view: ExplanationView): ExplanationView {
  const plain = (text: string) => text.replace(/\p{Script=Latin}/gu, '字');
  const tokens = (all: readonly Token[]): Token[] =>
    all.map((token) => ({ ...token, text: plain(token.text) }));
  const { explanation } = view;
  return {
    ...view,
    textA: plain(view.textA),
    textB: plain(view.textB),
    labelA: '甲',
    labelB: '乙',
    explanation: {
      ...explanation,
      model: '模型',
      reference: { ...explanation.reference, token: '＞' },
      tokensA: tokens(explanation.tokensA),
      tokensB: tokens(explanation.tokensB),
    },
  };
}

/** Texts and names on the page, with what stands in brackets taken out from the inside. */
async function untranslated(): Promise<string[]> {
  const found = await panel.page.evaluate<string[]>(`(() => {
    const texts = [''];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // A sentence may have an element in its middle: brackets close in another node.
      if (!node.parentElement.closest('script, style, noscript')) texts[0] += node.textContent + '\\n';
    }
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['aria-label', 'aria-description', 'aria-roledescription',
        'aria-valuetext', 'title', 'alt', 'placeholder']) {
        const value = element.getAttribute(name);
        if (value) texts.push(value);
      }
    }
    return texts;
  })()`);
  const inner = /⟦[^⟦⟧]*⟧/g;
  return found.flatMap((text) => {
    let rest = text;
    while (inner.test(rest)) rest = rest.replace(inner, '');
    // Units are Intl's.
    const lines = rest.replace(/\d m?s\b/g, '').split('\n');
    return lines.filter((line) => /\p{Script=Latin}{2}/u.test(line));
  });
}

describe('in another language', () => {
  for (const [state, view] of [
    ['an explanation', goldenView(0)],
    ['its totals', marginalsOf(goldenView(0))],
    ['one that was stopped', stoppedOf(goldenView(0))],
  ] as const) {
    it(`no text of ${state} stays English`, async () => {
      const page = await panel.open({ strings: pseudo, lang: 'en' });
      await panel.show(withoutLatin(view));
      expect(await page.locator('.score-value').innerText()).not.toBe('');
      expect(await untranslated()).toEqual([]);
      await panel.tokenOf('a', 4).hover();
      expect(await untranslated()).toEqual([]);
    });
  }

  it('the empty panel, work in progress and a failure are translated, too', async () => {
    await panel.open({ strings: pseudo });
    expect(await untranslated()).toEqual([]);
    await panel.send({ kind: 'busy', message: '…', fraction: 0.5 });
    expect(await untranslated()).toEqual([]);
    await panel.send({ kind: 'failed', message: '…', advice: '…' });
    expect(await untranslated()).toEqual([]);
  });

  it('longer texts widen no page and hide no button', async () => {
    const page = await panel.open({ strings: pseudo, width: 480 });
    await panel.show(withoutLatin(goldenView(0)));
    const wide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wide).toBe(0);
    const cut = await page.evaluate<string[]>(`[...document.querySelectorAll('button')]
      .filter((button) => button.offsetParent && button.scrollWidth > button.clientWidth + 1)
      .map((button) => button.textContent)`);
    expect(cut).toEqual([]);
  });
});

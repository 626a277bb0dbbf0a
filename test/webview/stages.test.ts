import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import { openPanel, type PanelOptions, type TestPanel } from './support/browser.js';
import { goldenView, marginalsOf, refiningOf, sizedView, stoppedOf } from './support/samples.js';

let browser: Browser;
let panel: TestPanel;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  expect(panel.problems).toEqual([]);
  await panel.close();
});

const open = async (options: PanelOptions = {}) => {
  panel = await openPanel(browser, options);
  return panel.page;
};

const busy = (fraction = 0.4) => panel.send({ kind: 'busy', message: 'Attributing…', fraction });
const badge = () => panel.page.locator('.toolbar .badge.stage');
const note = () => panel.page.locator('.pending-note');
const tokenOf = (side: 'a' | 'b', index: number) =>
  panel.page.locator(`.text-${side} [data-token="${String(index)}"]`);

/** Everything that was written into the live region, in order. */
async function listenToSpeech(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const spoken: string[] = [];
    const region = document.querySelector('[role=status]');
    if (!region) throw new Error('no live region');
    const write = () => spoken.push(region.textContent ?? '');
    new MutationObserver(write).observe(region, { childList: true, subtree: true });
    Object.assign(window, { spoken });
  });
  return () => page.evaluate<string[]>('spoken');
}

/** Tops and heights of all that a reader could lose the place in. */
const boxes = (page: Page) =>
  page.evaluate(() =>
    [
      '.ledger',
      '.text-a',
      '.text-b',
      '.matrix',
      '.matrix-grid',
      '.matrix-legend',
      '.pairs',
      'tbody',
    ]
      .flatMap((selector) => [...document.querySelectorAll(selector)])
      .map((element) => {
        const { top, height } = element.getBoundingClientRect();
        return `${element.className || element.tagName} ${top.toFixed(1)} ${height.toFixed(1)}`;
      }),
  );

describe('totals first', () => {
  it('shows score, ledger and token totals, and a place where the pairs will be', async () => {
    const page = await open();
    await panel.show(marginalsOf(goldenView(0)));
    expect(await page.locator('.score-value').innerText()).toBe('0.757');
    expect(await page.locator('.ledger td.number').first().innerText()).toBe('+0.099');
    expect(await tokenOf('a', 4).getAttribute('class')).toContain('p5');
    expect(await page.locator('.reason').innerText()).toMatch(
      /^Strongest tokens: eating \+0\.\d+ in text A, eating \+0\.\d+ in text B\.$/,
    );
    expect(await badge().innerText()).toBe('pairs follow, error ≤ 0.002');
    expect(await note().innerText()).toBe('Token pairs are being computed.');
    expect(await page.locator('.pairs').innerText()).not.toMatch(/\d%|[+−]\d/);
    expect(await page.locator('.matrix-legend').innerText()).not.toMatch(/[+−]\d/);
  });

  it('tells of a token its total and that its pairs follow, and then its pairs', async () => {
    const page = await open();
    await panel.show(marginalsOf(goldenView(0)));
    await tokenOf('a', 4).hover();
    const tip = page.locator('.tip');
    expect(await tip.innerText()).toMatch(/eating\s+\+0\.\d+\s+Token pairs are being computed/);
    expect(await page.locator('.partner').count()).toBe(0);
    await panel.show(goldenView(0));
    expect(await tip.innerText()).toMatch(/↔ eating\s+\+0\.261/);
    expect(await tokenOf('b', 4).getAttribute('class')).toContain('partner for');
  });

  it('lets empty cells be pointed at and gone through, without a value', async () => {
    const page = await open();
    await panel.show(marginalsOf(goldenView(0)));
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('ArrowRight');
    const cell = async () => {
      const id = await grid.getAttribute('aria-activedescendant');
      return page.locator(`#${id ?? 'none'}`).textContent();
    };
    expect(await cell()).toBe('[CLS] with A: not known');
    await panel.show(goldenView(0));
    expect(await cell()).toMatch(/^\[CLS\] with A: [+−]/);
    await expect.poll(() => page.locator('.tip').innerText()).toMatch(/of all pairs/);
  });

  it('does not end what is said of the work that goes on', async () => {
    const page = await open();
    await busy();
    await panel.show(marginalsOf(goldenView(0)));
    const bar = page.getByRole('progressbar');
    expect(await bar.isVisible()).toBe(true);
    await panel.show(refiningOf(goldenView(0)));
    expect(await bar.isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Cancel' }).isVisible()).toBe(true);
    await panel.show(goldenView(0));
    expect(await bar.isVisible()).toBe(false);
    expect(await badge().isVisible()).toBe(false);
  });

  it('warns of a residual only when it is final', async () => {
    const page = await open();
    const coarse = goldenView(0);
    coarse.explanation.ledger = { ...coarse.explanation.ledger, residual: 0.004 };
    for (const view of [marginalsOf(coarse), refiningOf(coarse), stoppedOf(coarse)]) {
      await panel.show(view);
      expect(await page.locator('.ledger .warning').count()).toBe(0);
    }
    await panel.show(coarse);
    expect(await page.locator('.ledger .warning').count()).toBe(1);
  });
});

describe('better numbers', () => {
  it.each([600, 900, 1300])('arrive in place at a width of %s pixels', async (width) => {
    const page = await open({ width });
    // The second pair's list is full, and no sentence takes another number of lines.
    for (const view of [goldenView(1), sizedView(30, 45)]) {
      await panel.show(marginalsOf(view));
      const before = await boxes(page);
      await panel.show(refiningOf(view));
      expect(await badge().innerText()).toBe('refining, error ≤ 0.004');
      expect(await note().isVisible()).toBe(false);
      expect(await boxes(page)).toEqual(before);
      await panel.show(view);
      expect(await boxes(page)).toEqual(before);
    }
  });

  it('leave scrolling, zoom, selected text and emphasis as they are', async () => {
    const page = await open({ width: 700, height: 500 });
    const view = sizedView(90, 120);
    await panel.show(marginalsOf(view));
    await page.getByRole('button', { name: 'Zoom in' }).click({ clickCount: 4 });
    const place = () =>
      page.evaluate(() => {
        const scroll = (selector: string) => {
          const element = document.querySelector(selector);
          return [element?.scrollLeft, element?.scrollTop];
        };
        return {
          page: window.scrollY,
          matrix: scroll('.matrix-scroller'),
          text: scroll('.text-b .strip'),
          zoomed: document.querySelector('.matrix-space')?.clientWidth,
          selected: document.getSelection()?.toString(),
        };
      });
    await page.evaluate(() => {
      document.querySelector('.text-b .strip')?.scrollTo(0, 30);
      document.querySelector('.matrix-scroller')?.scrollTo(300, 120);
      window.scrollTo(0, 700);
      const text = document.querySelector('.text-b .strip-text');
      if (text) document.getSelection()?.selectAllChildren(text);
    });
    // The pointer would be on something else now.
    await page.mouse.move(2, 2);
    await panel.send({ kind: 'emphasise', emphasis: { a: 3, b: null } });
    const before = await place();
    expect(before.page).toBeGreaterThan(100);
    expect(before.matrix).toEqual([300, 120]);
    expect(before.text).toEqual([0, 30]);
    expect(before.selected?.length).toBeGreaterThan(100);
    await panel.clearSent();
    for (const better of [refiningOf(view), refiningOf(view, 0.002), view]) {
      await panel.show(better);
      expect(await place()).toEqual(before);
      expect(await tokenOf('a', 3).getAttribute('class')).toContain('emphasised');
      expect(await page.locator('.text-b .partner').count()).toBeGreaterThan(0);
    }
    expect(await panel.sent()).toEqual([]);
  });

  it('leave the keyboard focus where it is', async () => {
    const page = await open();
    const view = goldenView(1);
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        return [element?.className, element?.textContent, element?.getAttribute('data-token')];
      });
    const places = [
      page.getByRole('button', { name: 'Only A' }),
      tokenOf('b', 3),
      page.getByRole('button', { name: 'Zoom in' }),
    ];
    for (const place of places) {
      await panel.show(goldenView(0));
      await panel.show(marginalsOf(view));
      await place.focus();
      const before = await focused();
      for (const better of [refiningOf(view), view]) {
        await panel.show(better);
        expect(await focused()).toEqual(before);
      }
    }
    await places[0]?.focus();
    await panel.show(refiningOf(view));
    expect(await page.locator('.ledger-line').innerText()).toContain('What text A alone changes');
  });

  it('take the focus along with a pair that gets another rank', async () => {
    const page = await open();
    const view = goldenView(0);
    await panel.show(refiningOf(view));
    const row = page.locator('.pairs tr[data-a="2"][data-b="2"]');
    await row.locator('button').nth(1).focus();
    const better = goldenView(0);
    // “man ↔ man” falls behind others.
    better.explanation.matrix[2 * better.explanation.tokensB.length + 2] = 0.05;
    await panel.show(better);
    expect(await page.evaluate(() => document.activeElement?.closest('tr')?.dataset)).toEqual({
      a: '2',
      b: '2',
    });
    expect(await row.getAttribute('class')).toBe('emphasised');
    await panel.clearSent();
    await page.keyboard.press('Enter');
    expect(await panel.sent()).toContainEqual({ kind: 'reveal', side: 'b', token: 2 });
  });

  it('come softly, and at once when the system asks for less motion', async () => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      if (reducedMotion === 'reduce') await panel.close();
      const page = await open({ reducedMotion });
      const view = goldenView(0);
      await panel.show(marginalsOf(view));
      const ghosts = () => page.locator('canvas.ghost').count();
      await page.evaluate(() => {
        const seen: string[] = [];
        new MutationObserver((changes) => {
          for (const { addedNodes } of changes) {
            for (const node of addedNodes) seen.push((node as Element).className);
          }
        }).observe(document.body, { childList: true, subtree: true });
        Object.assign(window, { seen });
      });
      await panel.show(view);
      const seen = await page.evaluate<string[]>('seen');
      expect(seen.includes('ghost')).toBe(reducedMotion === 'no-preference');
      await expect.poll(ghosts).toBe(0);
    }
  });

  it('of another pair of texts start anew', async () => {
    const page = await open({ width: 700, height: 500 });
    await panel.show(sizedView(90, 120));
    await page.getByRole('button', { name: 'Zoom in' }).click({ clickCount: 3 });
    await panel.show(marginalsOf(sizedView(90, 121)));
    expect(await page.getByRole('button', { name: 'Zoom out' }).isDisabled()).toBe(true);
    expect(await note().isVisible()).toBe(true);
  });

  it('are announced twice: when totals are there, and when pairs are', async () => {
    const page = await open();
    const spoken = await listenToSpeech(page);
    await busy(0.2);
    await panel.show(marginalsOf(goldenView(0)));
    await panel.send({ kind: 'busy', message: 'Attributing more…', fraction: 0.5 });
    for (const error of [0.004, 0.003, 0.002]) await panel.show(refiningOf(goldenView(0), error));
    await busy(0.9);
    await panel.show(goldenView(0));
    await panel.send({ kind: 'idle' });
    expect(await spoken()).toEqual([
      'Attributing…',
      'Similarity 0.757. Token totals are shown; token pairs follow.',
      'Token pairs are shown.',
    ]);
  });

  it('of an explanation that came whole are announced once', async () => {
    const page = await open();
    const spoken = await listenToSpeech(page);
    await panel.show(goldenView(0));
    await panel.show(goldenView(0));
    expect(await spoken()).toEqual(['Similarity 0.757. Token pairs are shown.']);
  });
});

describe('an explanation that was stopped', () => {
  it('says what it lacks, and goes on on demand', async () => {
    const page = await open();
    const spoken = await listenToSpeech(page);
    await busy();
    await panel.show(marginalsOf(goldenView(0)));
    await panel.show(stoppedOf(marginalsOf(goldenView(0))));
    await panel.send({ kind: 'idle' });
    const notice = page.locator('.notice.stopped');
    const sentence = 'Stopped. Totals are exact to 0.002; token pairs were not computed.';
    expect(await notice.locator('p').innerText()).toBe(sentence);
    expect((await spoken()).at(-1)).toBe(sentence);
    expect(await badge().innerText()).toBe('stopped, error ≤ 0.002');
    expect(await note().innerText()).toBe('Token pairs were not computed.');
    expect(await page.locator('.pairs').innerText()).toContain('Token pairs were not computed.');
    expect(await page.getByRole('progressbar').isVisible()).toBe(false);
    await notice.getByRole('button', { name: 'Continue' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'continue' });
    await busy();
    expect(await notice.isVisible()).toBe(false);
    await panel.show(goldenView(0));
    expect(await notice.isVisible()).toBe(false);
  });

  it('keeps the pairs that it has, with their error, and the place of the reader', async () => {
    const page = await open({ width: 700, height: 500 });
    const view = refiningOf(sizedView(90, 120));
    await panel.show(view);
    await page.getByRole('button', { name: 'Zoom in' }).click({ clickCount: 3 });
    await page.locator('.matrix-scroller').evaluate((element) => element.scrollTo(200, 100));
    await panel.show(stoppedOf(view));
    expect(await page.locator('.notice.stopped p').innerText()).toBe(
      'Stopped. The largest error of the token pairs is 0.004.',
    );
    expect(await page.locator('.pairs tbody tr[data-a]').count()).toBe(10);
    expect(
      await page.locator('.matrix-scroller').evaluate((x) => [x.scrollLeft, x.scrollTop]),
    ).toEqual([200, 100]);
  });

  it('by a failure stands beside the message', async () => {
    const page = await open();
    await panel.show(refiningOf(goldenView(0)));
    await panel.show(stoppedOf(refiningOf(goldenView(0))));
    await panel.send({
      kind: 'failed',
      message: 'Engine: the process was ended by SIGKILL.',
      advice: 'Restart the engine.',
      partial: true,
    });
    const alert = page.getByRole('alert');
    expect(await alert.innerText()).toContain('ended by SIGKILL');
    expect(await alert.innerText()).toContain('Below is what was found before.');
    expect(await page.locator('.notice.stopped').isVisible()).toBe(true);
    expect(await page.locator('.pairs tbody tr[data-a]').count()).toBe(10);
  });

  it('is what a panel shows that comes back when nobody works on it any more', async () => {
    await open();
    await panel.show(marginalsOf(goldenView(0)));
    await expect.poll(() => panel.saved()).toMatchObject({ view: { labelA: 'query.md:3' } });
    const saved = await panel.saved();
    await panel.close();
    const page = await open({ saved });
    expect(await page.locator('.score-value').innerText()).toBe('0.757');
    expect(await badge().innerText()).toBe('stopped, error ≤ 0.002');
    // The host knows better.
    await panel.show(marginalsOf(goldenView(0)));
    expect(await badge().innerText()).toBe('pairs follow, error ≤ 0.002');
  });
});

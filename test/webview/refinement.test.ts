import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { goldenView, marginalsOf, refiningOf, sizedView } from './support/samples.js';
import { listenToSpeech } from './support/speech.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open, tokenOf } = panel;

const busy = (fraction = 0.4) => panel.send({ kind: 'busy', message: 'Attributing…', fraction });
const badge = () => panel.page.locator('.toolbar .badge.stage');
const note = () => panel.page.locator('.pending-note');

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

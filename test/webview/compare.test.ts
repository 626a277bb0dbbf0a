import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/browser.js';
import { code, goldenView, syntheticView } from './support/samples.js';
import { themes } from './support/themes.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open, tokenOf } = panel;

const query = 'retry a failed request with backoff';
const first = () => ({
  ...syntheticView(query, 'It retries each failed request.'),
  labelB: 'a.md',
});
const second = () => ({ ...syntheticView(query, code), labelB: 'b.ts' });
const bar = () => panel.page.locator('.compare');
const button = (name: string) => panel.page.getByRole('button', { name, exact: true });
const number = (text: string) => Number(text.replace('−', '-').replace('+', ''));

async function compareTwoHits() {
  const page = await open();
  await panel.show(first());
  await button('Pin').click();
  expect(await bar().isHidden()).toBe(true);
  await panel.show(second());
  return page;
}

describe('a pinned explanation', () => {
  it('is compared with the next, first by score', async () => {
    await compareTwoHits();
    const text = await bar().innerText();
    expect(text).toContain('Pinned: search query ↔ a.md.');
    const [, here = '', there = '', by = ''] =
      /Similarity (\S+) here, (\S+) there, difference (\S+)\./.exec(text) ?? [];
    expect(number(by)).toBeCloseTo(number(here) - number(there), 2);
  });

  it('gives a contrast map and a ledger of differences that adds up', async () => {
    const page = await compareTwoHits();
    await button('Show the difference').click();
    expect(await page.locator('.score-name').innerText()).toBe('difference');
    expect(await page.locator('.ledger h2').innerText()).toBe('How the difference adds up');
    const rows = await page.locator('.ledger tbody tr, .ledger tfoot tr').all();
    for (const row of rows) {
      const [here = 0, there = 0, by = 0] = (await row.locator('td.number').allInnerTexts()).map(
        number,
      );
      if ([here, there, by].some(Number.isNaN)) continue;
      expect(by).toBeCloseTo(here - there, 2);
    }
    const strip = await page.locator('.text-b .strip-text').innerText();
    expect(strip).toContain('minus a.md');
    expect(strip).toContain('It retries each failed request.');
    expect(strip).toContain('fetchWithRetry');
    await button('Show this explanation').click();
    expect(await page.locator('.score-name').innerText()).toBe('similarity');
  });

  it('never sends the host to tokens that it does not have', async () => {
    const page = await compareTwoHits();
    await button('Show the difference').click();
    await panel.send({ kind: 'level', level: 'token' });
    await panel.clearSent();
    const known = second().explanation.tokensB.length;
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await panel.nextFrame();
    for (const message of await panel.sent()) {
      if (message.kind === 'reveal' && message.side === 'b') {
        expect(message.token).toBeLessThan(known);
      }
      if (message.kind === 'emphasise') expect(message.emphasis.b ?? 0).toBeLessThan(known);
      if (message.kind === 'select') {
        for (const token of message.selection?.b ?? []) expect(token).toBeLessThan(known);
      }
    }
  });

  it('of the same texts is compared cell by cell', async () => {
    const page = await open();
    await panel.show(goldenView(0, '[PAD]'));
    await button('Pin').click();
    await panel.show(goldenView(0));
    expect(await bar().innerText()).toContain('layer 3, reference [PAD]');
    await button('Show the difference').click();
    expect(await page.locator('.text-b .strip .token').count()).toBe(9);
    expect(await tokenOf('a', 4).innerText()).toBe('eating');
  });

  it('of other texts is compared by score only, and says so', async () => {
    await open();
    await panel.show(goldenView(0));
    await button('Pin').click();
    await panel.show(goldenView(1));
    expect(await bar().innerText()).toContain('only the scores can be compared');
    expect(await button('Show the difference').isHidden()).toBe(true);
  });

  it('comes back with the panel, and can be unpinned', async () => {
    await compareTwoHits();
    await expect.poll(() => panel.saved()).toMatchObject({ baseline: { labelB: 'a.md' } });
    await open({ saved: await panel.saved() });
    expect(await bar().isVisible()).toBe(true);
    await bar().getByRole('button', { name: 'Unpin' }).click();
    expect(await bar().isHidden()).toBe(true);
  });

  it.each(themes)('has nothing that axe finds serious in %s', async (theme) => {
    const page = await open({ theme });
    await panel.show(first());
    await button('Pin').click();
    await panel.show(second());
    await button('Show the difference').click();
    expect(await seriousFindings(page)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { goldenView, sizedView } from './support/samples.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open, tokenOf } = panel;

describe('an explanation', () => {
  it('shows the score, the main reason and how it was computed', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    expect(await page.locator('.score-value').innerText()).toBe('0.757');
    expect(await page.locator('.reason').innerText()).toBe(
      'Mainly eating ↔ eating +0.261, then man ↔ man +0.168.',
    );
    const details = await page.locator('.details').innerText();
    for (const part of ['all-MiniLM-L6-v2', '3 of 6', '>', '24', '183 ms']) {
      expect(details).toContain(part);
    }
  });

  it('says of a quantised file what is explained, and what the file itself scores', async () => {
    const page = await open();
    const view = goldenView(0);
    const original = { quantisation: 'int8', score: 0.94651 } as const;
    await panel.show({ ...view, explanation: { ...view.explanation, original } });
    const item = page.locator('.details div', { hasText: 'weights' });
    expect((await item.innerText()).replace(/\s+/g, ' ')).toContain(
      'int8 weights, float activations; the file itself scores 0.9465',
    );
    expect(await item.getAttribute('title')).toContain('quantised');
    await panel.show(goldenView(1));
    expect(await page.locator('.details').innerText()).not.toContain('weights');
  });

  it('says what ran only where something else than the processor was asked for', async () => {
    const page = await open();
    const view = goldenView(0);
    const item = page.locator('.details div', { hasText: 'runs on' });
    await panel.show(view);
    expect(await item.count()).toBe(0);
    const reason = 'Provider: expected cuda to run the model, got: no such library';
    const cases = [
      { provider: { used: 'cpu', asked: 'cuda', reason }, note: 'cpu, not cuda', tip: reason },
      {
        provider: { used: 'cuda', asked: 'cuda' },
        note: 'cuda',
        tip: 'hitlight.executionProvider',
      },
    ] as const;
    for (const { provider, note, tip } of cases) {
      await panel.show({ ...view, explanation: { ...view.explanation, provider } });
      expect(await item.count()).toBe(1);
      expect(await item.locator('dd').innerText()).toBe(note);
      expect(await item.getAttribute('title')).toContain(tip);
    }
  });

  it('shows the ledger as numbers that add up to the score', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const rows = await page.locator('.ledger tr').allInnerTexts();
    expect(rows.slice(1).map((row) => row.trim().split(/\s+/).at(-1))).toEqual([
      '+0.099',
      '−0.095',
      '−0.074',
      '+0.827',
      expect.stringMatching(/·10⁻/),
      '0.757',
    ]);
    expect(await page.locator('.ledger .warning').count()).toBe(0);
  });

  it('explains a ledger term by name, to the eye and to assistive technology', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const term = page.getByRole('button', { name: 'Only A' });
    await term.focus();
    const why = await page.locator('.ledger-line').innerText();
    expect(why).toContain('What text A alone changes');
    const description = await term.getAttribute('aria-describedby');
    expect(await page.locator(`#${description ?? ''}`).textContent()).toBe(why);
  });

  it('warns of a large reference gap and keeps bars beyond 1 inside the chart', async () => {
    const page = await open();
    await panel.show(goldenView(0, '[PAD]'));
    expect(await page.locator('.ledger .warning').innerText()).toContain('−1.660');
    const track = await page.locator('.track').first().boundingBox();
    for (const bar of await page.locator('.bar').all()) {
      const box = await bar.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual((track?.x ?? 0) - 0.5);
      // A residual that is next to nothing still gets two pixels.
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
        (track?.x ?? 0) + (track?.width ?? 0) + 2.5,
      );
    }
  });

  it('warns of a residual over the tolerance, apart from the gap', async () => {
    const page = await open();
    const view = goldenView(0);
    view.explanation.ledger = { ...view.explanation.ledger, residual: 0.004 };
    await panel.show(view);
    expect(await page.locator('.ledger .warning').innerText()).toContain(
      'The residual +0.004 is over the tolerance 0.001',
    );
  });

  it('shows both texts as they are, with special tokens apart', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    expect(await page.locator('.text-b .strip').innerText()).toBe(
      'A man is eating a piece of bread.',
    );
    expect(await page.locator('.text-b .apart').innerText()).toContain('[CLS]');
    await expect.poll(() => tokenOf('a', 4).getAttribute('class')).toContain('p5');
  });

  it('shades and counts what was not read, and marks a text edited since', async () => {
    const page = await open();
    const view = goldenView(0);
    view.textB += ' And more.';
    view.explanation.unreadB = { from: 33, tokens: 3 };
    await panel.show(view);
    expect(await page.locator('.unread').innerText()).toContain('And more.');
    expect(await page.locator('.unread-count').innerText()).toBe('3 tokens not read');
    expect(await page.locator('.text-a .stale').isVisible()).toBe(false);
    await panel.send({ kind: 'stale', side: 'a' });
    expect(await page.locator('.text-a .stale').isVisible()).toBe(true);
    expect(await page.locator('.text-b .stale').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Explain again' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'refresh' });
  });

  it('keeps zoom and place when the host only takes a stale mark back', async () => {
    const page = await open();
    await panel.show(sizedView(60, 60));
    const drawn = () => page.locator('.text-a .strip-text').evaluateHandle((x) => x);
    const before = await drawn();
    await panel.send({ kind: 'stale', side: 'b' });
    await panel.show(sizedView(60, 60));
    expect(await page.locator('.text-b .stale').isVisible()).toBe(false);
    expect(await page.evaluate(([x, y]) => x === y, [before, await drawn()])).toBe(true);
  });

  it('lists the strongest pairs as text', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    const first = await page.locator('.pairs tbody tr').first().innerText();
    expect(first.split(/\s+/)).toEqual([
      ...['eating', '=', 'same', 'word', 'eating', '+0.261', '25%'],
    ]);
    expect(await page.locator('.pairs tbody tr').count()).toBe(10);
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await page.locator('.pairs tbody tr').count()).toBe(50);
  });

  it('hides special tokens from matrix and list on demand', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    expect(await page.locator('.pairs').innerText()).toContain('[SEP]');
    await page.getByLabel('Special tokens').uncheck();
    expect(await page.locator('.pairs').innerText()).not.toContain('[SEP]');
  });
});

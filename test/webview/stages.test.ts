import { describe, expect, it } from 'vitest';
import { goldenView, marginalsOf, refiningOf, sizedView, stoppedOf } from './support/samples.js';
import { listenToSpeech } from './support/speech.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open, tokenOf } = panel;

const busy = (fraction = 0.4) => panel.send({ kind: 'busy', message: 'Attributing…', fraction });
const badge = () => panel.page.locator('.toolbar .badge.stage');
const note = () => panel.page.locator('.pending-note');

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
    expect(await tip.innerText()).toMatch(/= eating\s+\+0\.261/);
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
    const page = await open({ saved });
    expect(await page.locator('.score-value').innerText()).toBe('0.757');
    expect(await badge().innerText()).toBe('stopped, error ≤ 0.002');
    // The host knows better.
    await panel.show(marginalsOf(goldenView(0)));
    expect(await badge().innerText()).toBe('pairs follow, error ≤ 0.002');
  });
});

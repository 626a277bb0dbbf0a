import { describe, expect, it } from 'vitest';
import { code, prose, syntheticView } from './support/samples.js';
import { listenToSpeech } from './support/speech.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open, tokenOf, nextFrame } = panel;

const query = 'Retry a failed request, and give up when it fails five times.';
const codeView = () => ({
  ...syntheticView(query, code),
  readingA: { kind: 'prose' } as const,
  readingB: { kind: 'code' } as const,
});
const slider = () => panel.page.getByRole('slider', { name: 'Level' });
const levelName = () => panel.page.locator('.level-name').innerText();
const pairsTerm = () =>
  panel.page.locator('.ledger tr[data-term=pairs] td.number').first().innerText();

describe('the level', () => {
  it('is changed by one key, in the panel and for the editors, and is said', async () => {
    const page = await open();
    await panel.show(codeView());
    // Not at the tokens that words are in pieces of.
    expect(await levelName()).toBe('words');
    const pairs = await pairsTerm();
    const say = await listenToSpeech(page);
    await panel.clearSent();
    await page.keyboard.press('[');
    expect(await levelName()).toBe('tokens');
    await page.keyboard.press(']');
    expect(await levelName()).toBe('words');
    expect(await panel.sent()).toContainEqual({ kind: 'level', level: 'word' });
    expect((await say()).at(-1)).toBe('Level: words');
    for (let i = 0; i < 9; i++) await page.keyboard.press(']');
    expect(await slider().getAttribute('aria-valuetext')).toBe('clauses · lines');
    // Block sums: the ledger is what it was.
    expect(await pairsTerm()).toBe(pairs);
  });

  it('is called by what was computed where that is coarser than tokens', async () => {
    const page = await open();
    const view = codeView();
    await panel.show({ ...view, explanation: { ...view.explanation, level: 'word' } });
    expect(await levelName()).toBe('words');
    expect(await page.locator('.matrix h2').innerText()).toBe('Pairs of words');
  });

  it('is a slider, and can be left to the panel again', async () => {
    const page = await open();
    await panel.show(codeView());
    await slider().focus();
    await page.keyboard.press('End');
    expect(await levelName()).toBe('clauses · lines');
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    expect(await levelName()).toBe('words');
    expect((await panel.sent()).filter(({ kind }) => kind === 'level')).toEqual([
      { kind: 'level', level: 'line' },
      { kind: 'level', level: 'auto' },
    ]);
  });

  it('is followed when the editors change it, and not answered', async () => {
    await open();
    await panel.show(codeView());
    await panel.clearSent();
    await panel.send({ kind: 'level', level: 'line' });
    expect(await levelName()).toBe('clauses · lines');
    expect(await panel.sent()).toEqual([]);
  });

  it('of a long text is one that fits, and everything names units of that level', async () => {
    const page = await open();
    const long = `${prose(20)}. `.repeat(12);
    await panel.show(syntheticView('retry the request', long.replaceAll('. ', '. And ')));
    expect(await levelName()).toBe('words · sentences');
    expect(await page.locator('.matrix h2').innerText()).toBe('Pairs of words · sentences');
    expect(await page.locator('.text-b .strip .token').count()).toBeLessThan(20);
    expect(await page.locator('.text-b .text-title').innerText()).toContain('tokens');
  });

  it('is not offered where there is none but tokens', async () => {
    await open();
    await panel.show(syntheticView('retry', 'backoff'));
    expect(await slider().isHidden()).toBe(true);
  });

  it('names tokens to the host by the explanation, and understands it so', async () => {
    const page = await open();
    await panel.show(codeView());
    await panel.send({ kind: 'level', level: 'line' });
    await panel.clearSent();
    await tokenOf('b', 2).click();
    await nextFrame();
    const { tokensB } = syntheticView(query, code).explanation;
    const first = tokensB.findIndex(({ text }) => text === 'for');
    expect(await panel.sent()).toContainEqual({ kind: 'reveal', side: 'b', token: first });
    expect(await panel.sent()).toContainEqual({
      kind: 'emphasise',
      emphasis: { a: null, b: first },
    });
    await page.mouse.move(2, 2);
    await nextFrame();
    await panel.send({ kind: 'emphasise', emphasis: { a: null, b: first + 3 } });
    expect(await tokenOf('b', 2).getAttribute('class')).toContain('emphasised');
  });

  it('comes back with the panel', async () => {
    await open();
    await panel.show(codeView());
    await panel.send({ kind: 'level', level: 'line' });
    await expect.poll(() => panel.saved()).toMatchObject({ level: 'line' });
    await open({ saved: await panel.saved() });
    expect(await levelName()).toBe('clauses · lines');
  });
});

describe('zooming into a unit', () => {
  it('shows only that, one level finer, with a way back', async () => {
    const page = await open();
    await panel.show(codeView());
    await panel.send({ kind: 'level', level: 'line' });
    await page.getByRole('grid').focus();
    const before = await page.getByRole('grid').getAttribute('aria-colcount');
    await page.keyboard.press('z');
    expect(await levelName()).not.toBe('clauses · lines');
    const shown = page.locator('.matrix').getByText('Only a part of the texts is shown.');
    expect(await shown.isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Show all of it' }).click();
    expect(await shown.isHidden()).toBe(true);
    expect(Number(before)).toBeGreaterThan(5);
  });

  it('keeps what is selected when the level changes', async () => {
    const page = await open();
    await panel.show(codeView());
    await panel.send({ kind: 'level', level: 'line' });
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    const sum = async () =>
      /together (\S+),/.exec(await page.locator('.selection-line').innerText())?.[1];
    const atLines = await sum();
    await panel.send({ kind: 'level', level: 'token' });
    expect(await sum()).toBe(atLines);
    await nextFrame();
    const told = (await panel.sent()).filter(({ kind }) => kind === 'select');
    // The same tokens at either level.
    expect(new Set(told.map((message) => JSON.stringify(message))).size).toBe(1);
  });
});

describe('better numbers', () => {
  it('of the same texts leave the level as it is', async () => {
    await open();
    await panel.show(codeView());
    await panel.send({ kind: 'level', level: 'line' });
    const view = codeView();
    await panel.show({ ...view, explanation: { ...view.explanation, elapsedMs: 500 } });
    expect(await levelName()).toBe('clauses · lines');
  });
});

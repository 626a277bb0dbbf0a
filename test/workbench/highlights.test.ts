import { beforeAll, describe, expect, it } from 'vitest';
import { paintedDecorations } from './support/decorations.js';
import {
  editor,
  hoverOver,
  leaveText,
  openFile,
  openFileBeside,
  placeCaret,
  selectText,
} from './support/editor.js';
import { readPanel } from './support/explanation.js';
import { runCommand } from './support/quickInput.js';
import { webview } from './support/webview.js';
import { screenshot, setTheme, themeKinds } from './support/window.js';
import { openForTests } from './support/openForTests.js';

const query = 'retry a failed request and wait longer each time';
const hit = 'Call a flaky service until it answers';

/** What a person sees of an explanation of two texts in two editors side by side. */
describe('an explanation on screen', () => {
  const workbench = openForTests();
  beforeAll(async () => {
    const { page } = workbench();
    await setTheme(page, 'dark');
    // Three columns have to fit.
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await openFile(page, 'queries.md');
    await selectText(page, 'queries.md', query);
    await runCommand(page, 'Hitlight: Mark as First Text');
    await openFileBeside(page, 'retry.ts');
    await selectText(page, 'retry.ts', hit);
    await runCommand(page, 'Hitlight: Explain Similarity with Marked Text');
    await readPanel(page, ['queries.md:5', 'retry.ts:1']);
    await runCommand(page, 'Hitlight: Clear Marked Text');
    await placeCaret(page, 'retry.ts', 'sleep');
  });

  it('paints the contributing words of both texts, strong ones stronger', async () => {
    const { page } = workbench();
    const inHit = await paintedDecorations(page, 'retry.ts');
    expect(inHit.length).toBeGreaterThan(3);
    for (const { text } of inHit) expect(hit).toContain(text);
    const inQuery = await paintedDecorations(page, 'queries.md');
    for (const { text } of inQuery) expect(query).toContain(text);
    const colours = new Set([...inQuery, ...inHit].map(({ background }) => background));
    expect(colours.size).toBeGreaterThan(2);
    await screenshot(page, 'highlights');
  });

  it('names the partners of a word under the pointer and emphasises them', async () => {
    const { page } = workbench();
    await leaveText(page);
    const before = await paintedDecorations(page, 'retry.ts');
    const hover = await hoverOver(page, 'queries.md', 'failed');
    expect(hover).toMatch(/failed contributes [+−]\d\.\d+ to the score \d\.\d+/);
    expect(hover).toMatch(/↔ \S+ [+−]\d\.\d+, \d+\s?%/);
    // Emphasis has a border all around; highlights have one below at most.
    const emphasised = async () =>
      (await paintedDecorations(page, 'retry.ts')).filter(({ frame }) => frame);
    await expect.poll(emphasised).not.toEqual([]);
    for (const { text } of await emphasised()) expect(hover).toContain(text);
    await screenshot(page, 'hover');
    // VS Code tells extensions where the pointer rests, not that it left.
    await hoverOver(page, 'retry.ts', 'await sleep', { timeout: 1500 });
    await expect.poll(() => paintedDecorations(page, 'retry.ts')).toEqual(before);
  });

  it('emphasises in the editors what the pointer is on in the panel', async () => {
    const { page } = workbench();
    await webview(page).locator('.text-a [data-token]').first().hover();
    const emphasised = async () =>
      (await paintedDecorations(page, 'queries.md')).filter(({ frame }) => frame);
    await expect.poll(emphasised).toHaveLength(1);
    await webview(page).locator('.score-value').hover();
    await expect.poll(emphasised).toEqual([]);
  });

  it('has a matrix whose cells tell their value', async () => {
    const { page } = workbench();
    const grid = webview(page).locator('.matrix-grid');
    await grid.scrollIntoViewIfNeeded();
    const box = await grid.boundingBox();
    expect(box?.width).toBeGreaterThan(100);
    await grid.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => webview(page).locator('.tip').innerText()).toMatch(/[+−]\d/);
    await screenshot(page, 'matrix');
  });

  it.each(themeKinds)('is told apart by sign in the %s theme', async (kind) => {
    const { page } = workbench();
    await setTheme(page, kind);
    const all = [
      ...(await paintedDecorations(page, 'queries.md')),
      ...(await paintedDecorations(page, 'retry.ts')),
    ];
    expect(all.length).toBeGreaterThan(6);
    expect(new Set(all.map(({ background, border }) => background + border)).size).toBeGreaterThan(
      2,
    );
    await screenshot(page, `theme-${kind}`);
  });

  it('moves with edits above it, and is marked stale by edits inside', async () => {
    const { page } = workbench();
    await setTheme(page, 'dark');
    const before = await paintedDecorations(page, 'retry.ts');
    await placeCaret(page, 'retry.ts', '/** Call');
    await page.keyboard.press('Enter');
    await expect.poll(() => paintedDecorations(page, 'retry.ts')).toEqual(before);
    await placeCaret(page, 'retry.ts', 'flaky');
    await page.keyboard.type('very ');
    await expect
      .poll(() => paintedDecorations(page, 'retry.ts'))
      .not.toContainEqual(expect.objectContaining({ text: 'service', border: before[0]?.border }));
    await webview(page).locator('.text-b .badge.stale').waitFor();
    await screenshot(page, 'stale');
    await webview(page).getByRole('button', { name: 'Explain again' }).first().click();
    await webview(page).locator('.text-b .badge.stale').waitFor({ state: 'hidden' });
  });

  it('is cleared and shown again', async () => {
    const { page } = workbench();
    await editor(page, 'retry.ts').click();
    await runCommand(page, 'Hitlight: Clear Highlights');
    await expect.poll(() => paintedDecorations(page, 'retry.ts')).toEqual([]);
    expect(await hoverOver(page, 'queries.md', 'failed', { timeout: 1500 })).toBeUndefined();
    await runCommand(page, 'Hitlight: Show Highlights');
    await expect.poll(() => paintedDecorations(page, 'retry.ts')).not.toEqual([]);
  });

  it('stays in the panel when that is moved to another group and split', async () => {
    const { page } = workbench();
    const score = webview(page).locator('.score-value');
    const before = await score.innerText();
    const groups = () => page.locator('.editor-group-container').count();
    const apart = await groups();
    for (const [keys, expected] of [
      ['Control+Alt+ArrowLeft', apart - 1],
      ['Control+\\', apart],
    ] as const) {
      await runCommand(page, 'Hitlight: Show Panel');
      const body = webview(page).locator('body');
      await expect.poll(() => body.evaluate(() => document.hasFocus())).toBe(true);
      await page.keyboard.press(keys);
      await expect.poll(groups).toBe(expected);
      await expect.poll(() => score.innerText()).toBe(before);
    }
  });

  it('comes back in the panel after the window is loaded again', async () => {
    const { page } = workbench();
    await page.reload();
    await webview(page).locator('.score-value').waitFor({ timeout: 60_000 });
    expect(await webview(page).locator('.text .place').first().innerText()).toBe('queries.md:5');
  }, 90_000);

  it('raised no error in the window', () => {
    expect(workbench().pageErrors).toEqual([]);
  });
});

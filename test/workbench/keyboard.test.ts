import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { paintedDecorations } from './support/decorations.js';
import { openFile, openFileBeside, selectionStatus } from './support/editor.js';
import { readPanel } from './support/explanation.js';
import { openForTests } from './support/openForTests.js';
import { runCommandByKeys } from './support/quickInput.js';
import { webview } from './support/webview.js';
import { screenshot } from './support/window.js';

/** What a screen reader calls it, as far as it tells controls apart. Runs in the page. */
const nameOf = (element: Element) =>
  (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);

const isOnGrid = async (focused: Locator) =>
  (await focused.count()) > 0 && (await focused.getAttribute('role')) === 'grid';

describe('by keyboard alone', () => {
  const workbench = openForTests();
  const focused = () => webview(workbench().page).locator(':focus');

  beforeAll(async () => {
    const { page } = workbench();
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });

  it('two texts are chosen and explained', async () => {
    const { page } = workbench();
    await openFile(page, 'queries.md');
    await page.keyboard.press('Control+G');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+End');
    await expect.poll(() => selectionStatus(page)).toContain('(48 selected)');
    await runCommandByKeys(page, 'Hitlight: Mark as First Text');
    await page.locator('.statusbar').getByText('Marked queries.md').waitFor();
    await openFileBeside(page, 'fetch.ts');
    await page.keyboard.press('Control+A');
    await runCommandByKeys(page, 'Hitlight: Explain Similarity with Marked Text');
    await readPanel(page, ['queries.md:5', 'fetch.ts:1–12']);
  });

  it('the panel is entered, and every control of it is reached', async () => {
    const { page } = workbench();
    await runCommandByKeys(page, 'Hitlight: Show Panel');
    const body = webview(page).locator('body');
    await expect.poll(() => body.evaluate(() => document.hasFocus())).toBe(true);
    await page.keyboard.press('Tab');
    const reached: string[] = [];
    while ((await focused().count()) > 0) {
      reached.push(await focused().evaluate(nameOf));
      await page.keyboard.press('Tab');
    }
    const operable = 'main :is(button, input, select, summary, [tabindex="0"]):not(:disabled)';
    const shown = webview(page).locator(operable).filter({ visible: true });
    const names = await Promise.all((await shown.all()).map((control) => control.evaluate(nameOf)));
    expect(reached.toSorted()).toEqual(names.toSorted());
    expect(reached).toContain('Verify');
  });

  it('a cell of the matrix is found with arrows and leads to its tokens in the editors', async () => {
    const { page } = workbench();
    await runCommandByKeys(page, 'Hitlight: Show Panel');
    while (!(await isOnGrid(focused()))) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const cell = (await focused().getAttribute('aria-activedescendant')) ?? '';
    expect(await webview(page).locator(`#${cell}`).innerText()).toMatch(
      /^retry with \/: [+−]0\.\d{3}/,
    );
    await page.keyboard.press('Enter');
    const framed = async (file: string) =>
      (await paintedDecorations(page, file)).filter(({ frame }) => frame).map(({ text }) => text);
    await expect.poll(() => framed('queries.md')).toContain('retry');
    await expect.poll(() => framed('fetch.ts')).toContain('/');
    await screenshot(page, 'keyboard');
    await page.keyboard.press('Alt+F11');
    await expect.poll(() => framed('queries.md')).toContain('failed');
    await expect.poll(() => framed('fetch.ts')).toContain('fails');
    // The arrows go on from there.
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => framed('queries.md')).not.toContain('failed');
    await expect.poll(() => framed('fetch.ts')).toContain('fails');
  });

  it('nothing moves in the panel where motion is reduced', async () => {
    const { page } = workbench();
    const moving = () => webview(page).locator('body *').evaluateAll(thoseThatMove);
    expect(await moving()).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moving()).not.toEqual([]);
  });
});

/** Elements with a transition or an animation that takes its time. Runs in the page. */
function thoseThatMove(elements: readonly Element[]): string[] {
  const seconds = (list: string) => Math.max(...list.split(',').map(parseFloat));
  return elements.flatMap((element) => {
    const style = getComputedStyle(element);
    const moves =
      seconds(style.transitionDuration) > 0.01 ||
      (style.animationName !== 'none' && seconds(style.animationDuration) > 0.01);
    return moves ? [`${element.tagName} ${element.className}`] : [];
  });
}

import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { paintedDecorations } from './support/decorations.js';
import { editor, selectionStatus } from './support/editor.js';
import { readPanel } from './support/explanation.js';
import { openForTests } from './support/openForTests.js';
import { quickInput } from './support/quickInput.js';
import { webview } from './support/webview.js';
import { screenshot } from './support/window.js';

/** No mouse from here on: what a person who cannot use one does. */
async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await quickInput(page).locator('input').pressSequentially(title);
  await quickInput(page)
    .locator('.monaco-list-row.focused .label-name')
    .getByText(title, { exact: true })
    .waitFor();
  await page.keyboard.press('Enter');
}

async function open(page: Page, file: string, key = 'Enter'): Promise<void> {
  await page.keyboard.press('Control+P');
  await quickInput(page).locator('input').pressSequentially(file);
  await quickInput(page)
    .locator('.monaco-list-row.focused .label-name')
    .getByText(file, { exact: true })
    .waitFor();
  await page.keyboard.press(key);
  await editor(page, file).locator('.view-line').first().waitFor();
}

/** Runs in the page. */
const nameOf = (element: Element) =>
  (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40);
const namesOf = (elements: readonly Element[]) =>
  elements.map((element) =>
    (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40),
  );

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
    await open(page, 'queries.md');
    await page.keyboard.press('Control+G');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+End');
    await expect.poll(() => selectionStatus(page)).toContain('(48 selected)');
    await command(page, 'Hitlight: Mark as First Text');
    await page.locator('.statusbar').getByText('Marked queries.md').waitFor();
    await open(page, 'fetch.ts', 'Control+Enter');
    await page.keyboard.press('Control+A');
    await command(page, 'Hitlight: Explain Similarity with Marked Text');
    await readPanel(page, ['queries.md:5', 'fetch.ts:1–12']);
  });

  it('the panel is entered, and every control of it is reached', async () => {
    const { page } = workbench();
    await command(page, 'Hitlight: Show Panel');
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
    expect(reached.toSorted()).toEqual((await shown.evaluateAll(namesOf)).toSorted());
    expect(reached).toContain('Verify');
  });

  it('a cell of the matrix is found with arrows and leads to its tokens in the editors', async () => {
    const { page } = workbench();
    await command(page, 'Hitlight: Show Panel');
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
    const moving = await webview(page)
      .locator('body')
      .evaluate(() =>
        [...document.querySelectorAll('*')].flatMap((element) => {
          const { transitionDuration, animationName, animationDuration } =
            getComputedStyle(element);
          const seconds = (list: string) => Math.max(...list.split(',').map(parseFloat));
          const moves =
            seconds(transitionDuration) > 0.01 ||
            (animationName !== 'none' && seconds(animationDuration) > 0.01);
          return moves ? [`${element.tagName} ${element.className}`] : [];
        }),
      );
    expect(moving).toEqual([]);
  });
});

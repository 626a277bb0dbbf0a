import type { Locator, Page } from 'playwright-core';
import { rectOfText } from './editorText.js';

const TRIES = 20;

/** Right-click a text of an editor. */
export async function rightClickText(page: Page, file: string, text: string): Promise<void> {
  const { left, top, right, bottom } = await rectOfText(page, file, text);
  await page.mouse.click((left + right) / 2, (top + bottom) / 2, { button: 'right' });
  await menu(page).waitFor();
}

/** Right-click a file in the explorer. */
export async function rightClickFile(page: Page, file: string): Promise<void> {
  await explorerRow(page, file).click({ button: 'right' });
  await menu(page).waitFor();
}

/** Select files in the explorer, the second one and later ones with Ctrl. */
export async function selectFiles(page: Page, ...files: string[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    await explorerRow(page, file).click(index > 0 ? { modifiers: ['Control'] } : {});
    // A click opens the file, and the explorer selects what was opened, and that alone, when it is.
    if (index === 0) await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
  }
  for (const file of files) {
    await explorerRow(page, file).and(page.locator('.selected')).waitFor();
  }
}

/** Labels of the open context menu. */
export async function menuLabels(page: Page): Promise<string[]> {
  const labels = await menu(page).locator('.action-label:not(.separator)').allInnerTexts();
  return labels.map((label) => label.trim()).filter((label) => label !== '');
}

/** Click an entry of the open context menu. */
export async function chooseFromMenu(page: Page, label: string): Promise<void> {
  const entry = menu(page).locator('.action-label').getByText(label, { exact: true });
  await entry.waitFor();
  // For a moment after it opens, a menu takes no click, so that no double click hits an entry.
  for (let tries = 0; tries < TRIES && (await entry.isVisible()); tries++) {
    await entry.click();
    await page.waitForTimeout(200);
  }
  await menu(page).waitFor({ state: 'hidden' });
}

/** Close the open context menu. */
export async function closeMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await menu(page).waitFor({ state: 'hidden' });
}

function menu(page: Page): Locator {
  return page.locator('.context-view .monaco-menu, .shadow-root-host .monaco-menu').first();
}

function explorerRow(page: Page, file: string): Locator {
  return page
    .locator('.explorer-folders-view .monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(file, { exact: true }) })
    .first();
}

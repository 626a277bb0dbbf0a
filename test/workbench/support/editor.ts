import type { Locator, Page } from 'playwright-core';
import { editorSelector, rectOfText } from './editorText.js';
import { itemInFocus, quickInput } from './quickInput.js';

/** The editor that shows a file of the workspace. */
export function editor(page: Page, file: string): Locator {
  return page.locator(editorSelector(file)).first();
}

/** Open a file of the workspace by its name. */
export async function openFile(page: Page, file: string): Promise<void> {
  await findFile(page, file);
  await page.keyboard.press('Enter');
  await editor(page, file).locator('.view-line').first().waitFor();
}

/** Open a file in a new editor group at the right of the active one. */
export async function openFileBeside(page: Page, file: string): Promise<void> {
  await findFile(page, file);
  await page.keyboard.press('Control+Enter');
  await editor(page, file).locator('.view-line').first().waitFor();
}

/** Type a file's name into Quick Open, and wait until it is the one that Enter would open. */
async function findFile(page: Page, file: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await quickInput(page).locator('input').fill(file);
  await itemInFocus(page, file).waitFor();
}

/** Drag the mouse over a text; with `add`, holding Alt, so that earlier selections stay. */
export async function selectText(
  page: Page,
  file: string,
  text: string,
  { add = false }: { add?: boolean } = {},
): Promise<void> {
  await selectRange(page, file, text, text, { add });
}

/** Drag the mouse from the start of one text to the end of another one. */
export async function selectRange(
  page: Page,
  file: string,
  from: string,
  to: string,
  { add = false }: { add?: boolean } = {},
): Promise<void> {
  const start = await rectOfText(page, file, from);
  const end = await rectOfText(page, file, to);
  // The place inside a character decides on which side of it the caret lands.
  await page.mouse.move(start.left + 1, (start.top + start.bottom) / 2);
  if (add) await page.keyboard.down('Alt');
  await page.mouse.down();
  await page.mouse.move(end.right - 1, (end.top + end.bottom) / 2, { steps: 4 });
  await page.mouse.up();
  if (add) await page.keyboard.up('Alt');
}

/** Put the caret at the start of a text, which ends all selections. */
export async function placeCaret(page: Page, file: string, text: string): Promise<void> {
  const { left, top, bottom } = await rectOfText(page, file, text);
  await page.mouse.click(left + 1, (top + bottom) / 2);
}

/** What the status bar says of the selection: "Ln 3, Col 5 (12 selected)". */
export async function selectionStatus(page: Page): Promise<string> {
  return page.locator('#status\\.editor\\.selection').innerText();
}

/** Move the pointer over a text and read the hover that appears; undefined when none does. */
export async function hoverOver(
  page: Page,
  file: string,
  text: string,
  { timeout = 5000 }: { timeout?: number } = {},
): Promise<string | undefined> {
  await leaveText(page);
  const { left, top, right, bottom } = await rectOfText(page, file, text);
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  await page.mouse.move(x, y - 2);
  await page.mouse.move(x, y);
  const hover = page.locator('.monaco-editor .monaco-hover:not(.hidden) .hover-contents');
  try {
    await hover.first().waitFor({ timeout });
  } catch {
    return undefined;
  }
  // Slow language servers put this there first.
  await hover
    .getByText('Loading...', { exact: true })
    .first()
    .waitFor({ state: 'hidden', timeout: 30_000 });
  const parts = await hover.allInnerTexts();
  return parts.join('\n').replaceAll('\u00a0', ' ');
}

/** Move the pointer away from every editor, so that hovers close. */
export async function leaveText(page: Page): Promise<void> {
  await page.mouse.move(WINDOW_CORNER.x, WINDOW_CORNER.y, { steps: 2 });
  await page
    .locator('.monaco-editor .monaco-hover:not(.hidden) .hover-contents')
    .first()
    .waitFor({ state: 'hidden' });
}

/** In the title bar, left of everything that reacts to the pointer. */
const WINDOW_CORNER = { x: 200, y: 5 };

import type { Locator, Page } from 'playwright-core';

const TRIES = 20;

/** The box at the top of the window: command palette, quick pick, input box. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:not([style*="display: none"])');
}

/** Run a command as a person does: F1, its title, a click. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await searchCommand(page, title);
  await pickItem(page, title);
  // What the command asks next uses the same box: a quick typist would write into the old one.
  await page.waitForFunction(() => {
    const box = document.querySelector<HTMLElement>('.quick-input-widget');
    const input = box?.querySelector('input');
    return box?.style.display === 'none' || !input?.value.startsWith('>');
  });
}

/** The same without the mouse, for those who have none. */
export async function runCommandByKeys(page: Page, title: string): Promise<void> {
  await searchCommand(page, title);
  await itemInFocus(page, title).waitFor();
  await page.keyboard.press('Enter');
}

/** The item with this label, while it is the one that Enter would choose. */
export function itemInFocus(page: Page, label: string): Locator {
  return quickInput(page)
    .locator('.monaco-list-row.focused .label-name')
    .getByText(label, { exact: true });
}

/** Titles that the palette offers for a search, those below the fold included. */
export async function commandsOffered(page: Page, search: string): Promise<string[]> {
  await searchCommand(page, search);
  const rows = quickInput(page).locator('.monaco-list-row');
  await rows.first().waitFor();
  const titles = new Set<string>();
  // Only rows in sight are in the page. The first press goes to the last of them, the next on.
  for (let known = -1; known < titles.size;) {
    known = titles.size;
    for (const title of await rows.locator('.label-name').allInnerTexts()) titles.add(title);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
  }
  await page.keyboard.press('Escape');
  return [...titles];
}

/** Choose the item with this label in an open quick pick. */
export async function pickItem(page: Page, label: string): Promise<void> {
  const name = quickInput(page).locator('.label-name').getByText(label, { exact: true });
  await name.first().click();
}

/** Labels of an open quick pick. */
export async function itemsOffered(page: Page): Promise<string[]> {
  const rows = quickInput(page).locator('.monaco-list-row');
  await rows.first().waitFor();
  return rows.locator('.label-name').allInnerTexts();
}

/** Narrow an open quick pick down by typing a label, then choose it. */
export async function answerQuickPick(page: Page, label: string): Promise<void> {
  const item = quickInput(page).locator('.label-name').getByText(label, { exact: true }).first();
  // A list that is still being made may forget what was typed.
  for (let tries = 0; tries < TRIES && !(await item.isVisible()); tries++) {
    await quickInput(page).locator('input').fill('');
    await quickInput(page).locator('input').fill(label);
    await page.waitForTimeout(500);
  }
  await item.click();
}

/** Type into an open input box and accept it. */
export async function answerInputBox(page: Page, text: string): Promise<void> {
  await quickInput(page).locator('input').fill(text);
  await page.keyboard.press('Enter');
}

async function searchCommand(page: Page, title: string): Promise<void> {
  const input = quickInput(page).locator('input');
  // A box that is just closing takes the key along with it.
  for (let tries = 1; ; tries++) {
    await page.keyboard.press('F1');
    try {
      await input.fill(`>${title}`, { timeout: 3000 });
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

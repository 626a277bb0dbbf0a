import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFile, placeCaret, selectText } from './support/editor.js';
import { answerInputBox, quickInput, runCommand } from './support/quickInput.js';
import { hasWebview } from './support/webview.js';
import { closeNotification, notifications, nextNotification } from './support/notifications.js';
import { changeSettings, screenshot } from './support/window.js';
import { openForTests } from './support/openForTests.js';

/** What a person is told when there is nothing to explain, or it takes long. */
describe('trouble', () => {
  const workbench = openForTests();
  beforeAll(async () => {
    const long = 'Wait before the next attempt, and longer after each failure of the service. ';
    await writeFile(path.join(workbench().workspace, 'long.txt'), long.repeat(40));
  });

  it('takes one sentence for a selection without a visible character', async () => {
    const { page } = workbench();
    await openFile(page, 'lru_cache.py');
    await placeCaret(page, 'lru_cache.py', 'def get');
    // To the end, to the first letter, to the first column: the indentation follows.
    for (const key of ['End', 'Home', 'Home', 'Shift+ArrowRight', 'Shift+ArrowRight']) {
      await page.keyboard.press(key);
    }
    await runCommand(page, 'Hitlight: Explain Similarity');
    const notification = await nextNotification(page, 'has no visible character');
    const message = await notification.locator('.notification-list-item-message').innerText();
    expect(message).toBe(
      'The text of lru_cache.py:11 has no visible character: choose one with words in it.',
    );
    expect(await hasWebview(page)).toBe(false);
    await screenshot(page, 'blank-selection');
    await closeNotification(notification);
  });

  it('says while typing why a query cannot be explained', async () => {
    const { page } = workbench();
    await selectText(page, 'lru_cache.py', 'evicts the oldest one');
    await runCommand(page, 'Hitlight: Explain Similarity');
    await quickInput(page).locator('input').fill('   ');
    await quickInput(page).getByText('has no visible character').waitFor();
    await page.keyboard.press('Escape');
    expect(await notifications(page)).toEqual([]);
  });

  it('shows progress of long work, and stops it on Cancel', async () => {
    const { page } = workbench();
    // From the first layer and to the last digit, so that nobody misses the progress.
    await changeSettings(workbench().workspace, {
      'hitlight.layer': 'input',
      'hitlight.tolerance': 1e-6,
    });
    await openFile(page, 'long.txt');
    await page.keyboard.press('Control+A');
    await runCommand(page, 'Hitlight: Explain Similarity');
    await answerInputBox(page, 'exponential backoff');
    const progress = await nextNotification(page, 'Explaining similarity');
    await screenshot(page, 'progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    expect(await notifications(page)).toEqual([]);
    expect(await hasWebview(page)).toBe(false);
    await changeSettings(workbench().workspace, {});
  });

  it('leaves the engine ready for the next request', async () => {
    const { page } = workbench();
    await openFile(page, 'lru_cache.py');
    await selectText(page, 'lru_cache.py', 'evicts the oldest one');
    await runCommand(page, 'Hitlight: Explain Similarity');
    await answerInputBox(page, 'remove the entry that was used least recently');
    await expect.poll(() => hasWebview(page), { timeout: 30_000 }).toBe(true);
  });

  it('raised no error in the window', () => {
    expect(workbench().pageErrors).toEqual([]);
  });
});

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { paintedDecorations } from './support/decorations.js';
import { editor, openFile, placeCaret, selectText } from './support/editor.js';
import { readPanel } from './support/explanation.js';
import { answerInputBox, commandsOffered, quickInput, runCommand } from './support/quickInput.js';
import { hasWebview, webview } from './support/webview.js';
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

  /** How far the panel says that an explanation is which is not done. */
  const stageBadge = (stage: string) =>
    webview(workbench().page).locator('.toolbar .badge.stage').filter({ hasText: stage });

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

  it('shows totals of long work at once, and keeps them, labelled, on Cancel', async () => {
    const { page } = workbench();
    // From the first layer and to the last digit: pairs take many times as long as totals.
    await changeSettings(workbench().workspace, {
      'hitlight.layer': 'input',
      'hitlight.tolerance': 1e-6,
      'editor.lineNumbers': 'off',
    });
    // VS Code reads changed settings when it gets to it.
    await expect.poll(() => page.locator('.monaco-editor .line-numbers').count()).toBe(0);
    await openFile(page, 'long.txt');
    await page.keyboard.press('Control+A');
    await runCommand(page, 'Hitlight: Explain Similarity');
    await answerInputBox(page, 'exponential backoff');
    const progress = await nextNotification(page, 'Explaining similarity');
    await stageBadge('pairs follow').waitFor({ timeout: 40_000 });
    await screenshot(page, 'progress');
    const score = await webview(page).locator('.score-value').innerText();
    const painted = async () => (await paintedDecorations(page, 'long.txt')).length;
    expect(await painted()).toBeGreaterThan(3);
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    await stageBadge('stopped').waitFor();
    expect(await notifications(page)).toEqual([]);
    expect(await webview(page).locator('.notice.stopped').innerText()).toMatch(
      /Stopped\. Totals are exact to 0\.\d+; token pairs were not computed\./,
    );
    expect(await webview(page).locator('.score-value').innerText()).toBe(score);
    expect(await painted()).toBeGreaterThan(3);
    expect(await page.locator('#hitlight\\.hitlight\\.hitlight\\.score').innerText()).toContain(
      score,
    );
    await screenshot(page, 'stopped');
  }, 90_000);

  it('goes on with what was stopped, and stops it again in the panel', async () => {
    const { page } = workbench();
    await webview(page).getByRole('button', { name: 'Continue' }).click();
    await stageBadge('pairs follow').waitFor({ timeout: 40_000 });
    await webview(page).getByRole('button', { name: 'Cancel' }).click();
    await stageBadge('stopped').waitFor();
    expect(await commandsOffered(page, 'Hitlight: Continue')).toContain(
      'Hitlight: Continue Explanation',
    );
    await changeSettings(workbench().workspace, {});
  }, 90_000);

  it('leaves the engine ready for the next request', async () => {
    const { page } = workbench();
    // Files open where the focus is, and that is in the panel.
    await editor(page, 'long.txt').click();
    await openFile(page, 'lru_cache.py');
    await selectText(page, 'lru_cache.py', 'evicts the oldest one');
    await runCommand(page, 'Hitlight: Explain Similarity');
    await answerInputBox(page, 'remove the entry that was used least recently');
    await readPanel(page, ['the query', 'lru_cache.py:5']);
    await webview(page).locator('.toolbar .badge.stage').waitFor({ state: 'hidden' });
    expect(await webview(page).locator('.pairs tbody tr[data-a]').count()).toBeGreaterThan(3);
  });

  it('raised no error in the window', () => {
    expect(workbench().pageErrors).toEqual([]);
  });
});

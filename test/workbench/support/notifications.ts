import type { Locator, Page } from 'playwright-core';

const TRIES = 20;

/**
 * Wait for a notification and show it. Under its smoke-test driver VS Code shows few notifications
 * by itself; all are in the list behind the bell.
 */
export async function openNotification(page: Page, text: string): Promise<Locator> {
  await page.locator('#status\\.notifications .codicon-bell-dot').waitFor();
  await openList(page);
  const item = list(page).locator('.notification-list-item').filter({ hasText: text });
  await item.waitFor();
  return item;
}

/** Messages of the notifications in the list behind the bell. */
export async function notifications(page: Page): Promise<string[]> {
  await openList(page);
  const messages = await list(page).locator('.notification-list-item-message').allInnerTexts();
  await list(page).locator('.codicon-notifications-hide').click();
  await list(page).waitFor({ state: 'hidden' });
  return messages;
}

/** Forget all notifications. */
export async function clearNotifications(page: Page): Promise<void> {
  await openList(page);
  await list(page).locator('.codicon-notifications-clear-all').click();
  await list(page).waitFor({ state: 'hidden' });
}

function list(page: Page): Locator {
  return page.locator('.notifications-center.visible');
}

/** The bell opens and closes; a notification that arrives meanwhile may close what it opened. */
async function openList(page: Page): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await list(page).isVisible()) return;
    await page.locator('#status\\.notifications').click();
    await page.waitForTimeout(500);
  }
  await list(page).waitFor();
}

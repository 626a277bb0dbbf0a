import type { Locator, Page } from 'playwright-core';

/** Wait for a notification to pop up. */
export async function nextNotification(page: Page, text: string): Promise<Locator> {
  const toast = page.locator('.notification-toast').filter({ hasText: text });
  await toast.waitFor();
  return toast;
}

/** Messages of the notifications on screen. */
export async function notifications(page: Page): Promise<string[]> {
  return page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
}

/** Close a notification as a person does, pointing at it first. */
export async function closeNotification(notification: Locator): Promise<void> {
  await notification.hover();
  await notification.locator('.codicon-notifications-clear').click();
  await notification.waitFor({ state: 'hidden' });
}

import type { FrameLocator, Page } from 'playwright-core';

/** The document inside a webview panel: VS Code wraps it into two frames. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').first().frameLocator('iframe#active-frame');
}

/** Whether any webview is open. */
export async function hasWebview(page: Page): Promise<boolean> {
  return (await page.locator('iframe.webview').count()) > 0;
}

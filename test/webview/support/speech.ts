import type { Page } from 'playwright-core';

/** Everything that was written into the live region, in order. */
export async function listenToSpeech(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const spoken: string[] = [];
    const region = document.querySelector('[role=status]');
    if (!region) throw new Error('no live region');
    const write = () => spoken.push(region.textContent ?? '');
    new MutationObserver(write).observe(region, { childList: true, subtree: true });
    Object.assign(window, { spoken });
  });
  return () => page.evaluate<string[]>('spoken');
}

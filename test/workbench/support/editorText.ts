import type { Page } from 'playwright-core';

/** A place on the page, in CSS pixels. */
export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The editor that shows a file, found by the end of its path. */
export function editorSelector(file: string): string {
  return `.monaco-editor[role="code"][data-uri$="/${file}"]`;
}

/**
 * Where a text is painted in an editor. It must stand on one painted line; of several occurrences,
 * the first. The editor paints only what is in view, so scroll there first.
 */
export async function rectOfText(page: Page, file: string, text: string): Promise<Rect> {
  const selector = editorSelector(file);
  await page.locator(selector).first().waitFor();
  const found = await page
    .waitForFunction(findText, { selector, text }, { timeout: 10_000 })
    .catch(() => undefined);
  if (!found) throw new Error(`Editor of ${file}: expected "${text}" in view, on one line`);
  return found.jsonValue() as Promise<Rect>;
}

/** Runs in the page. */
function findText({ selector, text }: { selector: string; text: string }): Rect | undefined {
  const lines = [...document.querySelectorAll<HTMLElement>(`${selector} .view-lines .view-line`)];
  lines.sort((one, other) => one.offsetTop - other.offsetTop);
  for (const line of lines) {
    // The editor paints spaces as no-break spaces.
    const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(text);
    if (start < 0) continue;
    const range = document.createRange();
    let offset = 0;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (start >= offset && start < offset + length) range.setStart(node, start - offset);
      const end = start + text.length;
      if (end > offset && end <= offset + length) range.setEnd(node, end - offset);
      offset += length;
    }
    const { left, top, right, bottom } = range.getBoundingClientRect();
    const visible = document.querySelector(`${selector} .lines-content`)?.parentElement;
    const edge = visible?.getBoundingClientRect().right ?? 0;
    return right <= edge ? { left, top, right, bottom } : undefined;
  }
  return undefined;
}

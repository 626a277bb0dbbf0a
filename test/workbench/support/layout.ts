import type { Page } from 'playwright-core';

/** Drag the border at the right of the nth column of editors to a place on the page. */
export async function dragBorder(page: Page, column: number, to: number): Promise<void> {
  const groups = page.locator('.editor-group-container');
  const boxes = await Promise.all(
    Array.from({ length: await groups.count() }, (_, i) => groups.nth(i).boundingBox()),
  );
  const edges = boxes.flatMap((box) => (box ? [box.x + box.width] : [])).sort((x, y) => x - y);
  const edge = edges[column];
  const height = page.viewportSize()?.height ?? 0;
  if (edge === undefined) throw new Error(`Layout: expected at least ${column + 1} columns`);
  await page.mouse.move(edge, height / 2);
  await page.mouse.down();
  await page.mouse.move(to, height / 2, { steps: 8 });
  await page.mouse.up();
}

import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/browser.js';
import { goldenView, syntheticView } from './support/samples.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open } = panel;

const text = (side: 'A' | 'B') => panel.page.locator(`.text-${side.toLowerCase()}`);
const box = () => panel.page.getByRole('textbox', { name: 'Text A, edited here only' });

async function openEditor() {
  const page = await open();
  await panel.show(goldenView(0));
  await text('A').getByRole('button', { name: 'Edit', exact: true }).click();
  await panel.clearSent();
  return page;
}

describe('editing a text in the panel', () => {
  it('sends what was typed once typing pauses, and keeps the box as it is', async () => {
    const page = await openEditor();
    expect(await box().inputValue()).toBe('A man is eating food.');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await box().press('End');
    await box().pressSequentially(' Slowly', { delay: 20 });
    expect(await panel.sent()).toEqual([]);
    const edited = 'A man is eating food. Slowly';
    await expect.poll(() => panel.sent()).toContainEqual({ kind: 'edit', side: 'a', text: edited });
    await panel.show(syntheticView(edited, goldenView(0).textB));
    expect(await box().inputValue()).toBe(edited);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    expect(await text('A').locator('.strip-text').innerText()).toContain('Slowly');
    const score = await page.locator('.score-value').innerText();
    expect(await box().locator('..').innerText()).toContain(`similarity ${score}, before 0.757`);
    // What the edit has changed can be looked at.
    expect(await page.locator('.compare').innerText()).toContain('0.757 there');
    await expect
      .poll(() => page.getByRole('button', { name: 'Show the difference' }).isVisible())
      .toBe(true);
  });

  it('never sends an empty text, nor keys of the panel’s own', async () => {
    const page = await openEditor();
    await box().fill('   ');
    await page.waitForTimeout(600);
    expect(await panel.sent()).toEqual([]);
    await box().pressSequentially('[]z');
    expect(await box().inputValue()).toContain('[]z');
    expect(await page.locator('.level-name').innerText()).toBe('tokens');
  });

  it('goes back to the text as it was', async () => {
    const page = await openEditor();
    await box().fill('other');
    await page.getByRole('button', { name: 'Back to the text as it was' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'edit', side: 'a', text: null });
    expect(await box().isHidden()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Edit');
    await panel.show(goldenView(0));
    expect(await page.locator('.compare').isHidden()).toBe(true);
  });

  it('closes when another pair is explained', async () => {
    const page = await openEditor();
    await page.getByRole('grid').focus();
    await panel.show(goldenView(1));
    expect(await box().isHidden()).toBe(true);
  });

  it('has nothing that axe finds serious', async () => {
    const page = await openEditor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});

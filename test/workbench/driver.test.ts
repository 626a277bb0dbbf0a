import { describe, expect, it } from 'vitest';
import {
  hoverOver,
  openFile,
  openFileBeside,
  placeCaret,
  selectionStatus,
  selectText,
} from './support/editor.js';
import {
  chooseFromMenu,
  closeMenu,
  menuLabels,
  rightClickFile,
  rightClickText,
  selectFiles,
} from './support/menus.js';
import { commandsOffered, runCommand } from './support/quickInput.js';
import { webview } from './support/webview.js';
import { screenshot, setTheme } from './support/window.js';
import { openForTests } from './support/openForTests.js';

/** The driver on VS Code's own features: when these fail, no other workbench test means anything. */
describe('the workbench driver', () => {
  const workbench = openForTests();

  it('opens a file and selects two texts of it', async () => {
    const { page } = workbench();
    await openFile(page, 'queries.md');
    await selectText(page, 'queries.md', 'retry a failed request');
    await expect.poll(() => selectionStatus(page)).toContain('(22 selected)');
    await selectText(page, 'queries.md', 'least recently', { add: true });
    await expect
      .poll(() => selectionStatus(page))
      .toContain('2 selections (36 characters selected)');
  });

  it('runs commands from the palette', async () => {
    const { page } = workbench();
    expect(await commandsOffered(page, 'Split Editor Right')).toContain('View: Split Editor Right');
    await placeCaret(page, 'queries.md', 'retry');
    await runCommand(page, 'Expand Selection');
    await expect.poll(() => selectionStatus(page)).toContain('(5 selected)');
  });

  it('right-clicks and chooses from the menu', async () => {
    const { page } = workbench();
    await rightClickText(page, 'queries.md', 'comma');
    expect(await menuLabels(page)).toContain('Copy');
    await chooseFromMenu(page, 'Command Palette...');
    await page.keyboard.press('Escape');
    await selectFiles(page, 'csv.rs', 'retry.ts');
    await rightClickFile(page, 'retry.ts');
    expect(await menuLabels(page)).toContain('Compare Selected');
    await closeMenu(page);
  });

  it('reads hovers', async () => {
    const { page } = workbench();
    // Links are found by the editor itself: nothing waits for a language server to start.
    await openFileBeside(page, 'query.txt');
    await page.keyboard.type('https://example.org/retries ');
    await expect.poll(() => hoverOver(page, 'query.txt', 'example.org')).toContain('Follow link');
  });

  it('looks into webviews', async () => {
    const { page } = workbench();
    await openFile(page, 'README.md');
    await runCommand(page, 'Markdown: Open Preview');
    await webview(page).getByRole('heading', { name: 'Hitlight samples' }).waitFor();
  });

  it('changes the theme', async () => {
    const { page } = workbench();
    await setTheme(page, 'highContrast');
    await setTheme(page, 'light');
    await setTheme(page, 'dark');
    await screenshot(page, 'driver');
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { webview } from './webview.js';
import { answerQuickPick, runCommand } from './quickInput.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** VS Code's own themes, one a kind: the label that the theme picker shows, the window's class. */
const themes = {
  dark: { label: 'Dark Modern', windowClass: 'vs-dark' },
  light: { label: 'Light Modern', windowClass: 'vs' },
  highContrast: { label: 'Dark High Contrast', windowClass: 'hc-black' },
  highContrastLight: { label: 'Light High Contrast', windowClass: 'hc-light' },
} as const;

export type ThemeKind = keyof typeof themes;
export const themeKinds = Object.keys(themes) as ThemeKind[];

/** Choose VS Code's theme of a kind in the theme picker, and wait until the window shows it. */
export async function setTheme(page: Page, kind: ThemeKind): Promise<void> {
  const { label, windowClass } = themes[kind];
  await runCommand(page, 'Preferences: Color Theme');
  await answerQuickPick(page, label);
  await page.locator(`.monaco-workbench.${windowClass}`).waitFor();
}

/** Change settings of the open workspace (the test's own copy of the samples). */
export async function changeSettings(
  workspace: string,
  settings: Record<string, unknown>,
): Promise<void> {
  const folder = path.join(workspace, '.vscode');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** Save what the window shows as screenshots/NAME.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = path.join(root, 'screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** Room for tabs, title and status bar around the panel. */
const AROUND = 120;

/** Save all of the panel, what is below the fold included, as screenshots/NAME.png. */
export async function screenshotPanel(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  const content = webview(page).locator('main');
  const height = await content.evaluate((main) => main.getBoundingClientRect().height);
  if (before) await page.setViewportSize({ ...before, height: Math.ceil(height) + AROUND });
  // The matrix is drawn anew.
  await page.waitForTimeout(500);
  const folder = path.join(root, 'screenshots');
  const group = page.locator('.editor-group-container').filter({ hasText: 'Similarity' }).last();
  await group.screenshot({ path: path.join(folder, `${name}.png`) });
  if (before) await page.setViewportSize(before);
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
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

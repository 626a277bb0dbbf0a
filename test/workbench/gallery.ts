import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { openFile, openFileBeside } from './support/editor.js';
import { languages, longest, sizes, type GalleryPair } from './support/galleryTexts.js';
import { needFonts } from './support/fonts.js';
import { openForTests } from './support/openForTests.js';
import { runCommand } from './support/quickInput.js';
import { webview } from './support/webview.js';
import {
  changeSettings,
  screenshot,
  screenshotPanel,
  setTheme,
  themeKinds,
} from './support/window.js';

const WINDOW = { width: 1600, height: 1000 };

/** The longest pair takes minutes. */
const PATIENCE_MS = 600_000;

/** From clauses over words to tokens. */
const FINER_STEPS = 2;

describe('pictures of every kind of pair', () => {
  // Before the browser starts: it knows only the fonts that are there then.
  beforeAll(needFonts, 300_000);
  const workbench = openForTests();

  beforeAll(async () => {
    const { page, workspace } = workbench();
    await page.setViewportSize(WINDOW);
    const folder = path.join(workspace, 'gallery');
    await mkdir(folder, { recursive: true });
    for (const { a, b } of [...sizes, ...languages, longest]) {
      for (const { file, text } of [a, b]) await writeFile(path.join(folder, file), text);
    }
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  });

  /** Both texts side by side, with the panel; resolves when the explanation is done. */
  async function explain(page: Page, { a, b }: GalleryPair): Promise<void> {
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, a.file);
    await runCommand(page, 'Select All');
    await runCommand(page, 'Hitlight: Mark as First Text');
    // A selection is painted over what is marked.
    await page.locator('.statusbar').getByText(`Marked ${a.file}`).waitFor();
    await page.keyboard.press('Control+Home');
    await openFileBeside(page, b.file);
    await runCommand(page, 'Select All');
    await runCommand(page, 'Hitlight: Explain Similarity with Marked Text');
    const panel = webview(page);
    const place = panel.locator('.text .place').filter({ hasText: `${b.file}:` });
    await place.first().waitFor({ timeout: PATIENCE_MS });
    const stage = panel.locator('.toolbar .badge.stage');
    await stage.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
    await runCommand(page, 'Hitlight: Clear Marked Text');
    await page.mouse.move(8, 500);
    // Highlights fade in, and whatever the pointer had opened goes.
    await page.waitForTimeout(700);
  }

  const settings = {
    'editor.wordWrap': 'on',
    'editor.minimap.enabled': false,
    'editor.guides.indentation': false,
    'editor.renderWhitespace': 'none',
  };

  for (const kind of themeKinds) {
    it.each(sizes)(`takes $name in the ${kind} theme`, async (pair) => {
      const { page, workspace } = workbench();
      await changeSettings(workspace, settings);
      await setTheme(page, kind);
      await explain(page, pair);
      await screenshot(page, `pair-${pair.name}-${kind}`);
      await screenshotPanel(page, `panel-${pair.name}-${kind}`);
    });
  }

  it.each(languages)('takes $name', async (pair) => {
    const { page } = workbench();
    await setTheme(page, 'dark');
    await explain(page, pair);
    await screenshot(page, `text-${pair.name}`);
    await screenshotPanel(page, `panel-${pair.name}`);
  });

  it(
    `takes ${longest.name} in every theme`,
    async () => {
      const { page, workspace } = workbench();
      await changeSettings(workspace, {
        ...settings,
        'hitlight.maxTokens': 512,
        // How it looks does not depend on how deep it is computed.
        'hitlight.layer': 'last',
        'hitlight.tolerance': 0.02,
      });
      await explain(page, longest);
      for (const kind of themeKinds) {
        await setTheme(page, kind);
        await page.waitForTimeout(500);
        await screenshot(page, `pair-${longest.name}-${kind}`);
        await screenshotPanel(page, `panel-${longest.name}-${kind}`);
      }
      // Every token by itself: 512 × 512 cells.
      for (let step = 0; step < FINER_STEPS; step++) {
        await runCommand(page, 'Hitlight: Read at Finer Level');
      }
      await webview(page).getByRole('heading', { name: 'Token pairs' }).waitFor();
      await page.mouse.move(8, 500);
      await page.waitForTimeout(700);
      await screenshot(page, `pair-${longest.name}-tokens`);
      await screenshotPanel(page, `panel-${longest.name}-tokens`);
    },
    2 * PATIENCE_MS,
  );
});

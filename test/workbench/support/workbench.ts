import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { commandsOffered } from './quickInput.js';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { workbenchAddress } from '../../../scripts/lib/workbenchServer.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const WINDOW = { width: 1600, height: 900 };

/** A VS Code window on its own copy of the samples, with Hitlight from this repository. */
export interface Workbench {
  page: Page;
  /** The copy that is open: tests may change it. */
  workspace: string;
  /** Errors that the page threw or VS Code logged as unexpected. */
  pageErrors: string[];
  close: () => Promise<void>;
}

export async function openWorkbench(authority: string): Promise<Workbench> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'hitlight-workbench-'));
  const workspace = path.join(scratch, 'samples');
  await cp(path.join(root, 'samples'), workspace, { recursive: true });
  const browser = await launchChromium();
  const close = async (): Promise<void> => {
    await browser.close();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    const context = await browser.newContext({ viewport: WINDOW });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: `http://${authority}`,
    });
    const page = await context.newPage();
    const pageErrors: string[] = [];
    page.on('pageerror', (error) => pageErrors.push(error.stack ?? error.message));
    await page.goto(workbenchAddress(authority, workspace));
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await waitForExtensions(page);
    return { page, workspace, pageErrors, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const READY_TRIES = 60;

/** The window opens before it knows its extensions: themes, languages and commands come later. */
async function waitForExtensions(page: Page): Promise<void> {
  for (let tries = 0; tries < READY_TRIES; tries++) {
    if ((await commandsOffered(page, 'Hitlight:')).includes('Hitlight: Explain Similarity')) return;
    await page.waitForTimeout(500);
  }
  throw new Error('Workbench: expected the commands of Hitlight in the palette');
}

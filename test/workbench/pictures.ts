import { copyFile, mkdir } from 'node:fs/promises';
import { beforeAll, describe, it } from 'vitest';
import {
  hoverOver,
  leaveText,
  openFile,
  openFileBeside,
  placeCaret,
  selectRange,
  selectText,
} from './support/editor.js';
import { readPanel } from './support/explanation.js';
import { dragBorder } from './support/layout.js';
import { openForTests } from './support/openForTests.js';
import { runCommand } from './support/quickInput.js';
import { changeSettings, screenshot, setTheme, themeKinds } from './support/window.js';

const WINDOW = { width: 1400, height: 1060 };

describe('pictures', () => {
  const workbench = openForTests();

  beforeAll(async () => {
    const { page, workspace } = workbench();
    await page.setViewportSize(WINDOW);
    await changeSettings(workspace, {
      'editor.wordWrap': 'on',
      'editor.renderWhitespace': 'none',
      'editor.guides.indentation': false,
      'editor.lightbulb.enabled': 'off',
      'editor.occurrencesHighlight': 'off',
      'hitlight.level': 'word',
      'window.title': '${rootName}',
    });
    await setTheme(page, 'dark');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await openFile(page, 'queries.md');
    await selectText(page, 'queries.md', 'retry a failed request and wait longer each time');
    await runCommand(page, 'Hitlight: Mark as First Text');
    await page.locator('.statusbar').getByText('Marked queries.md').waitFor();
    await placeCaret(page, 'queries.md', '# Queries');
    await openFileBeside(page, 'fetch.ts');
    await selectRange(page, 'fetch.ts', '/** Fetch', '** attempt);');
    await runCommand(page, 'Hitlight: Explain Similarity with Marked Text');
    await readPanel(page, ['queries.md:5', 'fetch.ts:1–6']);
    await runCommand(page, 'Hitlight: Clear Marked Text');
    await placeCaret(page, 'fetch.ts', 'return new');
    await dragBorder(page, 0, 300);
    await dragBorder(page, 1, 820);
    await leaveText(page);
  });

  it('takes the picture of the README', async () => {
    const { page } = workbench();
    await hoverOver(page, 'queries.md', 'retry');
    // It fades in.
    await page.waitForTimeout(1000);
    await screenshot(page, 'readme');
    await mkdir('media', { recursive: true });
    await copyFile('screenshots/readme.png', 'media/readme.png');
  });

  it.each(themeKinds)('takes one in the %s theme', async (kind) => {
    const { page } = workbench();
    await setTheme(page, kind);
    await leaveText(page);
    await screenshot(page, `product-${kind}`);
  });
});

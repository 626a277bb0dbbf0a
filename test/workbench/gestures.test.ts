import { describe, expect, it } from 'vitest';
import { openFile, openFileBeside, placeCaret, selectText } from './support/editor.js';
import { readPanel } from './support/explanation.js';
import {
  chooseFromMenu,
  closeMenu,
  menuLabels,
  rightClickFile,
  rightClickText,
  selectFiles,
} from './support/menus.js';
import {
  answerInputBox,
  commandsOffered,
  itemsOffered,
  quickInput,
  runCommand,
} from './support/quickInput.js';
import { screenshot } from './support/window.js';
import { openForTests } from './support/openForTests.js';

const query = 'retry a failed request and wait longer each time';
const hit = 'Call a flaky service until it answers';
const entries = [
  'Explain Similarity',
  'Mark as First Text',
  'Explain Similarity with Marked Text',
  'Explain Similarity of Files',
];

/** Every way in which a person can ask for an explanation. */
describe('asking for an explanation', () => {
  const workbench = openForTests();

  /** Hitlight's entries of the context menu on a text. */
  async function entriesOn(file: string, text: string): Promise<string[]> {
    const { page } = workbench();
    await rightClickText(page, file, text);
    const labels = await menuLabels(page);
    await closeMenu(page);
    return labels.filter((label) => entries.includes(label));
  }

  it('shows no entry in the context menu without a selection', async () => {
    const { page } = workbench();
    await openFile(page, 'queries.md');
    await placeCaret(page, 'queries.md', query);
    expect(await entriesOn('queries.md', query)).toEqual([]);
  });

  it('explains two selections from the palette', async () => {
    const { page } = workbench();
    await selectText(page, 'queries.md', query);
    await selectText(page, 'queries.md', 'split a line of comma separated values', { add: true });
    await runCommand(page, 'Hitlight: Explain Similarity');
    const { score, ledger, details } = await readPanel(page, ['queries.md:5', 'queries.md:8']);
    const { Score, ...terms } = ledger;
    expect(Object.keys(terms)).toEqual(['Constant', 'Only A', 'Only B', 'Pairs', 'Residual']);
    expect(Score).toBeCloseTo(score, 2);
    const sum = Object.values(terms).reduce((total, value) => total + value, 0);
    // Five terms, each rounded as printed.
    expect(Math.abs(sum - score)).toBeLessThan(0.005);
    expect(details).toMatchObject({ model: 'all-MiniLM-L6-v2', layer: '3 of 6' });
  });

  it('explains two selections from the context menu', async () => {
    const { page } = workbench();
    await selectText(page, 'queries.md', query);
    await selectText(page, 'queries.md', 'what to do when the disk is almost full', { add: true });
    expect(await entriesOn('queries.md', 'disk is almost')).toEqual(['Explain Similarity']);
    await rightClickText(page, 'queries.md', 'disk is almost');
    await chooseFromMenu(page, 'Explain Similarity');
    await readPanel(page, ['queries.md:5', 'queries.md:9']);
  });

  it('explains a marked text with a selection in another editor', async () => {
    const { page } = workbench();
    await selectText(page, 'queries.md', query);
    expect(await entriesOn('queries.md', 'failed')).toEqual(['Mark as First Text']);
    await rightClickText(page, 'queries.md', 'failed');
    await chooseFromMenu(page, 'Mark as First Text');
    await openFile(page, 'retry.ts');
    await selectText(page, 'retry.ts', hit);
    await expect
      .poll(() => entriesOn('retry.ts', 'flaky'))
      .toEqual(['Explain Similarity with Marked Text', 'Mark as First Text']);
    await rightClickText(page, 'retry.ts', 'flaky');
    await chooseFromMenu(page, 'Explain Similarity with Marked Text');
    await readPanel(page, ['queries.md:5', 'retry.ts:1']);
    await runCommand(page, 'Hitlight: Clear Marked Text');
    // Once the explanation is on screen its selections are a cursor.
    await selectText(page, 'retry.ts', hit);
    await expect.poll(() => entriesOn('retry.ts', 'flaky')).toEqual(['Mark as First Text']);
  });

  it('asks for the query when one text is selected', async () => {
    const { page } = workbench();
    await selectText(page, 'retry.ts', hit);
    await runCommand(page, 'Hitlight: Explain Similarity');
    await answerInputBox(page, 'exponential backoff');
    await readPanel(page, ['the query', 'retry.ts:1']);
  });

  it('offers texts when nothing is selected', async () => {
    const { page } = workbench();
    await placeCaret(page, 'retry.ts', hit);
    await runCommand(page, 'Hitlight: Explain Similarity');
    await quickInput(page).getByText('1 of 2').waitFor();
    const offered = (await itemsOffered(page)).map((label) => label.trim());
    expect(offered).toEqual(['Type a text…', 'Clipboard', 'Whole file']);
    await page.keyboard.press('Escape');
  });

  it('explains two files from the explorer, and offers it for two files only', async () => {
    const { page } = workbench();
    await selectFiles(page, 'query.txt');
    await rightClickFile(page, 'query.txt');
    expect(await menuLabels(page)).not.toContain('Explain Similarity of Files');
    await closeMenu(page);
    await selectFiles(page, 'query.txt', 'hit.txt');
    await rightClickFile(page, 'hit.txt');
    await chooseFromMenu(page, 'Explain Similarity of Files');
    await readPanel(page, ['query.txt', 'hit.txt']);
    await screenshot(page, 'files');
  });

  it('offers in the palette only what applies', async () => {
    const { page } = workbench();
    await openFileBeside(page, 'shutdown.go');
    await placeCaret(page, 'shutdown.go', 'package');
    const offered = (await commandsOffered(page, 'Hitlight:')).sort();
    expect(offered).toEqual([
      'Hitlight: Clear Highlights',
      'Hitlight: Clear History',
      'Hitlight: Copy Explanation as Markdown',
      'Hitlight: Explain Again',
      'Hitlight: Explain Sample Texts',
      'Hitlight: Explain Similarity',
      'Hitlight: Export Explanation…',
      'Hitlight: Find Neutral Reference',
      'Hitlight: Focus on Explanations View',
      'Hitlight: Go to Next Strongest Pair',
      'Hitlight: Go to Previous Strongest Pair',
      'Hitlight: Make Exact Encoder…',
      'Hitlight: Open Exported Explanation…',
      'Hitlight: Read at Coarser Level',
      'Hitlight: Read at Finer Level',
      'Hitlight: Restart Engine',
      'Hitlight: Select Model…',
      'Hitlight: Show Log',
      'Hitlight: Show Panel',
      'Hitlight: Study the Model…',
      'Hitlight: Verify Explanation',
    ]);
  });
});

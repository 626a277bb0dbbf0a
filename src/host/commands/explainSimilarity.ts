import * as vscode from 'vscode';
import { captureLoose, captureRange, describeTextProblem } from '../capture.js';
import type { MarkedText } from '../markedText.js';
import type { PairExplainer } from '../pairExplainer.js';
import type { Services } from '../services.js';
import type { TextPlace } from '../textPlace.js';
import { chooseText } from './chooseText.js';
import { activeSelections, pairAcrossDiff, type Selected } from './selections.js';

/**
 * Explains what the active editor offers, without asking where it can:
 * two selections: those, the first in the document is the query;
 * more: the first two, and says so; one with a marked text: the marked one is the query;
 * one alone: asks for the query, or in a diff takes the one in the other side; none: lets both texts
 * be chosen.
 */
export async function explainSimilarity({ explainer, mark }: Services): Promise<void> {
  const selections = activeSelections();
  const [first, second] = selections;
  if (first === undefined) {
    await explainChosen(explainer, mark);
    return;
  }
  const marked = second === undefined ? mark.capture() : null;
  const acrossDiff = marked === null ? pairAcrossDiff(first) : null;
  const pair = second === undefined ? acrossDiff : ([first, second] as const);
  if (pair !== null) {
    const [a, b] = [capture(pair[0]), capture(pair[1])];
    if (selections.length > 2) sayFirstTwo(selections.length, a.label, b.label);
    await explainer.explain(a, b);
    return;
  }
  const b = capture(first);
  const a = marked ?? (await askForQuery(b.label));
  if (a !== null) await explainer.explain(a, b);
}

async function explainChosen(explainer: PairExplainer, mark: MarkedText): Promise<void> {
  const a = await chooseText('a', mark);
  const b = a && (await chooseText('b', mark));
  if (a !== null && b !== null) await explainer.explain(a, b);
}

function capture({ document, range }: Selected): TextPlace {
  return captureRange(document, range);
}

function sayFirstTwo(count: number, a: string, b: string): void {
  const message = vscode.l10n.t(
    'Of {0} selections the first two are explained: {1} and {2}. Select two texts to choose others.',
    count,
    a,
    b,
  );
  void vscode.window.showInformationMessage(message);
}

async function askForQuery(hit: string) {
  const label = vscode.l10n.t('the query');
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Explain Similarity'),
    prompt: vscode.l10n.t('The text to compare {0} with, for instance a search query', hit),
    placeHolder: vscode.l10n.t('retry a request after it failed'),
    ignoreFocusOut: true,
    // Nothing typed yet is no mistake; it is refused on Enter below.
    validateInput: (value) => (value === '' ? undefined : describeTextProblem(value, label)),
  });
  return text === undefined ? null : captureLoose(text, label);
}

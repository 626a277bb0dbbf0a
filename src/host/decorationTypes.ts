import * as vscode from 'vscode';
import { steps, type Step } from './grading.js';
import type { EmphasisRole } from './highlightPlan.js';

type Sign = 'positive' | 'negative';

/** Everything that is painted into editors, by name. */
export type DecorationName =
  | `${Sign}${1 | 2 | 3 | 4 | 5}`
  | `stale:${Sign}`
  | `emphasis:${EmphasisRole}`
  | `emphasis:${Sign}:same`
  | 'unread'
  | 'mark';

export function decorationOfStep(step: Exclude<Step, 0>, stale: boolean): DecorationName {
  const sign = step < 0 ? 'negative' : 'positive';
  return stale ? `stale:${sign}` : `${sign}${Math.abs(step) as 1 | 2 | 3 | 4 | 5}`;
}

/** From this step on a token also shows in the overview ruler: marks for all would say nothing. */
const rulerFrom = 3;

/** From this step on text has the colour that `hitlight.strongForeground` says. */
const inkFrom = 3;

/**
 * Colours come from the theme (contributes.colors). Sign does not depend on colour alone: negative
 * contributions have a dashed line below, strong ones a thicker one; positive ones have a solid line
 * in high contrast, where their border colour is not transparent. Emphasised partners that are the same
 * word have a double line (dotted against the score).
 */
export function createDecorationTypes(): ReadonlyMap<
  DecorationName,
  vscode.TextEditorDecorationType
> {
  const types = new Map<DecorationName, vscode.DecorationRenderOptions>();
  for (const sign of ['positive', 'negative'] as const) {
    const border = color(`${sign}Border`);
    const borderStyle = sign === 'positive' ? 'solid' : 'dashed';
    for (let step = 1; step <= steps; step++) {
      types.set(`${sign}${step as 1 | 2 | 3 | 4 | 5}`, {
        backgroundColor: color(`${sign}${String(step)}Background`),
        borderColor: border,
        borderStyle,
        borderWidth: step > 3 ? '0 0 2px 0' : '0 0 1px 0',
        // The language's colours, of comments above all, could not be read on the deeper steps.
        ...(step >= inkFrom ? { color: color('strongForeground') } : {}),
        ...(step >= rulerFrom ? ruler(`${sign}OverviewRuler`) : {}),
      });
    }
    types.set(`stale:${sign}`, {
      borderColor: color('staleBorder'),
      borderStyle: sign === 'positive' ? 'dotted' : 'dashed',
      borderWidth: '0 0 1px 0',
    });
    const emphasised = {
      color: color('strongForeground'),
      backgroundColor: color(`${sign}EmphasisBackground`),
      borderColor: color(`${sign}EmphasisBorder`),
      borderRadius: '2px',
      ...ruler(`${sign}EmphasisBorder`, vscode.OverviewRulerLane.Full),
    };
    types.set(`emphasis:${sign}`, { ...emphasised, borderStyle, borderWidth: '2px' });
    // A double line says that it is the same word, a single one that it matches by meaning.
    types.set(`emphasis:${sign}:same`, {
      ...emphasised,
      borderStyle: sign === 'positive' ? 'double' : 'dotted',
      borderWidth: sign === 'positive' ? '4px' : '2px',
    });
  }
  types.set('emphasis:self', {
    borderColor: color('pointedBorder'),
    borderStyle: 'solid',
    borderWidth: '2px',
    borderRadius: '2px',
  });
  types.set('unread', {
    backgroundColor: color('unreadBackground'),
    color: color('unreadForeground'),
    ...ruler('unreadBackground', vscode.OverviewRulerLane.Left),
  });
  types.set('mark', {
    borderColor: color('markBorder'),
    borderStyle: 'dotted',
    borderWidth: '1px',
    ...ruler('markBorder', vscode.OverviewRulerLane.Left),
  });
  return new Map(
    [...types].map(([name, options]) => [
      name,
      vscode.window.createTextEditorDecorationType({
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
        ...options,
      }),
    ]),
  );
}

function color(name: string): vscode.ThemeColor {
  return new vscode.ThemeColor(`hitlight.${name}`);
}

function ruler(
  name: string,
  lane = vscode.OverviewRulerLane.Center,
): Pick<vscode.DecorationRenderOptions, 'overviewRulerColor' | 'overviewRulerLane'> {
  return { overviewRulerColor: color(name), overviewRulerLane: lane };
}

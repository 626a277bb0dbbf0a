import * as vscode from 'vscode';
import type { Side } from '../protocol.js';
import { report } from './report.js';
import { revealToken, scrollToTokens } from './revealToken.js';
import type { Services } from './services.js';
import { chosenWindow } from './windows.js';

/** Does what a person asks for in the panel. */
export function handlePanelRequests(services: Services): vscode.Disposable {
  const { panel, explainer, current } = services;
  return panel.onDidRequest((request) => {
    switch (request.kind) {
      case 'cancel':
        return explainer.cancel();
      case 'refresh':
        return void vscode.commands.executeCommand('hitlight.explainAgain');
      case 'continue':
        return void vscode.commands.executeCommand('hitlight.continueExplanation');
      case 'window':
        explainWindow(services, request.side, request.window).catch((error: unknown) => {
          report(error, services.log);
        });
        return;
      case 'reveal':
        revealToken(current, request.side, request.token).catch((error: unknown) => {
          // A document that is gone is no fault of the explanation.
          services.log.warn(`A text cannot be shown in an editor: ${String(error)}`);
        });
    }
  });
}

/** The texts are those on screen, edited since or not: a window is a stretch of what was read. */
async function explainWindow(
  { current, explainer }: Services,
  side: Side,
  window: number,
): Promise<void> {
  const pair = current.value;
  if (pair === null) return;
  if (await explainer.explain(pair.a, pair.b, chosenWindow(side, window))) {
    scrollToTokens(current, side);
  }
}

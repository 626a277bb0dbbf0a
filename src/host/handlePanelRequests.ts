import * as vscode from 'vscode';
import { revealToken } from './revealToken.js';
import type { Services } from './services.js';

/** Does what a person asks for in the panel. */
export function handlePanelRequests(services: Services): vscode.Disposable {
  const { panel, explainer, shown, reading, controls } = services;
  const explainOtherwise = () => void vscode.commands.executeCommand('hitlight.explainOtherwise');
  return panel.onDidRequest((request) => {
    switch (request.kind) {
      case 'cancel':
        return explainer.cancel();
      case 'control':
        controls.change(request.change);
        return explainOtherwise();
      case 'resetControls':
        controls.reset();
        return explainOtherwise();
      case 'edit':
        return void vscode.commands.executeCommand('hitlight.editText', request.side, request.text);
      case 'verify':
        return void vscode.commands.executeCommand('hitlight.verifyExplanation');
      case 'selectModel':
        return void vscode.commands.executeCommand('hitlight.selectModel', { here: true });
      case 'level':
        return reading.choose(request.level);
      case 'select':
        return reading.select(request.selection);
      case 'refresh':
        return void vscode.commands.executeCommand('hitlight.explainAgain');
      case 'continue':
        return void vscode.commands.executeCommand('hitlight.continueExplanation');
      case 'window':
        return void vscode.commands.executeCommand(
          'hitlight.explainWindow',
          request.side,
          request.window,
        );
      case 'reveal':
        revealToken(shown, request.side, request.token).catch((error: unknown) => {
          // A document that is gone is no fault of the explanation.
          services.log.warn(`A text cannot be shown in an editor: ${String(error)}`);
        });
    }
  });
}

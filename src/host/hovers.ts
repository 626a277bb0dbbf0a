import * as vscode from 'vscode';
import type { CurrentExplanation } from './currentExplanation.js';
import type { DecorationPainter } from './decorations.js';
import type { EmphasisState } from './emphasisState.js';
import { createFormat } from './format.js';
import { hoverMarkdown } from './hoverMarkdown.js';
import { emphasisOf, tokensAtPosition } from './pointing.js';
import type { ShownExplanation } from './shownExplanation.js';
import { toRange } from './textPlace.js';

/**
 * Hovers over the explained texts. Asking for one is also how VS Code tells where the pointer rests:
 * on a token its partners are emphasised, anywhere else the emphasis ends.
 */
export function provideHovers(
  current: CurrentExplanation,
  shown: ShownExplanation,
  emphasis: EmphasisState,
  decorations: DecorationPainter,
): vscode.Disposable {
  const format = createFormat(vscode.env.language);
  const provider: vscode.HoverProvider = {
    provideHover(document, position) {
      const pair = decorations.visible ? shown.value : null;
      if (pair === null) return undefined;
      const pointed = tokensAtPosition(pair, document, position, false);
      emphasis.point('pointer', shown.toTokens(emphasisOf(pointed)));
      const [first] = pointed;
      if (first === undefined) return undefined;
      const contents = pointed.map(({ side, token }) => {
        const text = new vscode.MarkdownString(
          hoverMarkdown(pair, side, token, format, vscode.l10n.t, pair.isSame),
        );
        if (pair[side].tracked.stale) {
          const again = vscode.l10n.t('Edited since it was explained.');
          const command = vscode.l10n.t('Explain Again');
          text.appendMarkdown(`\n\n${again} [${command}](command:hitlight.explainAgain)`);
          text.isTrusted = { enabledCommands: ['hitlight.explainAgain'] };
        } else if (pair.explanation.stage === 'stopped') {
          const command = vscode.l10n.t('Continue');
          text.appendMarkdown(` [${command}](command:hitlight.continueExplanation)`);
          text.isTrusted = { enabledCommands: ['hitlight.continueExplanation'] };
        }
        return text;
      });
      const span = pair[first.side].tracked.token(first.token);
      return new vscode.Hover(contents, span ? toRange(document, span) : undefined);
    },
  };
  // Registered only while there is something to explain, so that other hovers wait for nothing.
  let registration: vscode.Disposable | undefined;
  const subscription = current.onDidChange((pair) => {
    if (pair === null) {
      registration?.dispose();
      registration = undefined;
    } else {
      registration ??= vscode.languages.registerHoverProvider({ scheme: '*' }, provider);
    }
  });
  return new vscode.Disposable(() => {
    subscription.dispose();
    registration?.dispose();
  });
}

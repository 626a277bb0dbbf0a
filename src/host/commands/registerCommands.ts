import * as vscode from 'vscode';
import { historyCommands } from '../history/historyCommands.js';
import { report } from '../report.js';
import { copyAsMarkdown, exportExplanation, openExported } from '../share/share.js';
import { findReference } from '../search/findReference.js';
import { makeExact } from '../search/makeExact.js';
import type { Services } from '../services.js';
import { continueExplanation, explainAgain, explainOtherwise } from './explainAgain.js';
import { editText } from './editText.js';
import { explainFiles } from './explainFiles.js';
import { explainSample } from './explainSample.js';
import { explainSimilarity } from './explainSimilarity.js';
import { explainWindow } from './explainWindow.js';
import { selectModel } from '../models/selectModel.js';
import { studyModel } from '../studies/studyModel.js';
import { stepReadingLevel } from './readingLevel.js';
import { goToPair } from './strongestPair.js';
import { verifyExplanation } from './verify.js';
import { clearMark, explainWithMarked, markFirstText } from './marking.js';

/** Every command of package.json, by id. */
const commands: Record<string, (services: Services, ...args: unknown[]) => unknown> = {
  'hitlight.explainSimilarity': explainSimilarity,
  'hitlight.markFirstText': markFirstText,
  'hitlight.explainWithMarked': explainWithMarked,
  'hitlight.explainFiles': explainFiles,
  'hitlight.explainSample': explainSample,
  'hitlight.explainAgain': explainAgain,
  'hitlight.continueExplanation': continueExplanation,
  'hitlight.explainOtherwise': explainOtherwise,
  'hitlight.verifyExplanation': verifyExplanation,
  'hitlight.editText': (services, side, text) => {
    const isSide = side === 'a' || side === 'b';
    const isText = typeof text === 'string' || text === null;
    return isSide && isText ? editText(services, side, text) : undefined;
  },
  'hitlight.explainWindow': explainWindow,
  'hitlight.clearHighlights': ({ decorations }) => decorations.setVisible(false),
  'hitlight.showHighlights': ({ decorations }) => decorations.setVisible(true),
  'hitlight.coarserLevel': (services, how) => stepReadingLevel(services, 1, how),
  'hitlight.finerLevel': (services) => stepReadingLevel(services, -1),
  'hitlight.nextPair': (services) => goToPair(services, 1),
  'hitlight.previousPair': (services) => goToPair(services, -1),
  'hitlight.clearMark': clearMark,
  ...historyCommands,
  'hitlight.exportExplanation': exportExplanation,
  'hitlight.copyAsMarkdown': copyAsMarkdown,
  'hitlight.openExported': openExported,
  'hitlight.showPanel': ({ panel }) => panel.focus(),
  'hitlight.selectModel': selectModel,
  'hitlight.study': studyModel,
  'hitlight.findReference': findReference,
  'hitlight.makeExact': makeExact,
  'hitlight.restartEngine': async ({ engine, log }) => {
    await engine.restart();
    log.info('The engine was ended on request; the next explanation starts it again');
    vscode.window.setStatusBarMessage(vscode.l10n.t('The Hitlight engine was restarted'), 4_000);
  },
  'hitlight.showLog': ({ log }) => log.show(true),
};

/** Registers the commands; whatever one throws is reported, once. */
export function registerCommands(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await run(services, ...args);
        } catch (error) {
          report(error, services.log);
        }
      }),
    ),
  );
}

import * as vscode from 'vscode';
import { createApi, type HitlightApi } from './host/api.js';
import { registerCommands } from './host/commands/registerCommands.js';
import { setExplanationKeys } from './host/contextKeys.js';
import { CurrentExplanation } from './host/currentExplanation.js';
import { followCursor } from './host/cursorEmphasis.js';
import { DecorationPainter } from './host/decorations.js';
import { EmphasisState } from './host/emphasisState.js';
import { createEngine, restartOnNewArguments } from './host/engine.js';
import { createFormat } from './host/format.js';
import { handlePanelRequests } from './host/handlePanelRequests.js';
import { ExplanationHistory } from './host/history/explanationHistory.js';
import { HistoryTree, historyView as historyViewId } from './host/history/historyTree.js';
import { provideHovers } from './host/hovers.js';
import { MarkedText } from './host/markedText.js';
import { RecentModels } from './host/models/recentModels.js';
import { askForOutlines } from './host/outlines.js';
import { PairExplainer } from './host/pairExplainer.js';
import { PairWalk } from './host/pairWalk.js';
import { PanelControls } from './host/panelControls.js';
import { ExplanationPanel, panelType } from './host/panel.js';
import { PlaceTracker } from './host/placeTracker.js';
import { ReadingState } from './host/readingState.js';
import { ShownExplanation } from './host/shownExplanation.js';
import { showScoreInStatusBar } from './host/statusBar.js';

/** What there is and who listens to whom; nothing is computed and no process started here. */
export function activate(context: vscode.ExtensionContext): HitlightApi {
  const log = vscode.window.createOutputChannel('Hitlight', { log: true });
  const { engine, modelTasks } = createEngine(context, log);
  const recentModels = new RecentModels(context.globalState);

  const tracker = new PlaceTracker();
  const current = new CurrentExplanation(tracker);
  const mark = new MarkedText(tracker);
  const emphasis = new EmphasisState();

  const reading = new ReadingState(context.workspaceState);
  const shown = new ShownExplanation(current, reading);
  const controls = new PanelControls(context.workspaceState);
  const decorations = new DecorationPainter(current, shown, emphasis, mark);
  const history = new ExplanationHistory(context, current, log);
  const historyView = vscode.window.createTreeView(historyViewId, {
    treeDataProvider: new HistoryTree(history, createFormat(vscode.env.language)),
    showCollapseAll: true,
  });
  const panel = new ExplanationPanel(
    context.extensionUri,
    current,
    emphasis,
    reading,
    controls,
    () => history.restore(),
  );
  const explainer = new PairExplainer(engine, tracker, current, panel);
  const services = {
    extensionUri: context.extensionUri,
    ...{
      engine,
      modelTasks,
      recentModels,
      current,
      shown,
      reading,
      controls,
      walk: new PairWalk(),
      emphasis,
      mark,
      explainer,
      decorations,
      panel,
      history,
      historyView,
      log,
    },
  };

  context.subscriptions.push(
    ...[
      engine,
      modelTasks,
      tracker,
      current,
      mark,
      emphasis,
      reading,
      shown,
      controls,
      decorations,
      history,
      historyView,
      panel,
      explainer,
      log,
    ],
    registerCommands(services),
    handlePanelRequests(services),
    provideHovers(current, shown, emphasis, decorations),
    followCursor(current, shown, emphasis, decorations),
    askForOutlines(current),
    showScoreInStatusBar(current),
    setExplanationKeys(current, history),
    restartOnNewArguments(engine),
    vscode.window.registerWebviewPanelSerializer(panelType, panel),
  );
  return createApi({ engine, current, decorations, emphasis, panel, history });
}

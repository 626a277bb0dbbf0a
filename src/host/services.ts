import type * as vscode from 'vscode';
import type { EngineClient, ModelTasks } from '../engine/client.js';
import type { CurrentExplanation } from './currentExplanation.js';
import type { DecorationPainter } from './decorations.js';
import type { EmphasisState } from './emphasisState.js';
import type { MarkedText } from './markedText.js';
import type { RecentModels } from './models/recentModels.js';
import type { PairWalk } from './pairWalk.js';
import type { PairExplainer } from './pairExplainer.js';
import type { ExplanationHistory } from './history/explanationHistory.js';
import type { HistoryNode } from './history/historyTree.js';
import type { PanelControls } from './panelControls.js';
import type { ExplanationPanel } from './panel.js';
import type { ReadingState } from './readingState.js';
import type { ShownExplanation } from './shownExplanation.js';

/** What commands act on. */
export interface Services {
  readonly extensionUri: vscode.Uri;
  readonly engine: EngineClient;
  readonly modelTasks: ModelTasks;
  readonly recentModels: RecentModels;
  readonly current: CurrentExplanation;
  readonly shown: ShownExplanation;
  readonly reading: ReadingState;
  readonly controls: PanelControls;
  readonly walk: PairWalk;
  readonly emphasis: EmphasisState;
  readonly mark: MarkedText;
  readonly explainer: PairExplainer;
  readonly decorations: DecorationPainter;
  readonly panel: ExplanationPanel;
  readonly history: ExplanationHistory;
  readonly historyView: vscode.TreeView<HistoryNode>;
  readonly log: vscode.LogOutputChannel;
}

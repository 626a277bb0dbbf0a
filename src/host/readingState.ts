import * as vscode from 'vscode';
import { LevelChoice, parseMessage, type TokenBlock } from '../protocol.js';

const key = 'level';

/** How the explanation is read: the level that a person chose, and the block that they selected. */
export class ReadingState implements vscode.Disposable {
  private level: LevelChoice;
  private block: TokenBlock | null = null;
  private readonly changedLevel = new vscode.EventEmitter<LevelChoice>();
  private readonly changedSelection = new vscode.EventEmitter<TokenBlock | null>();

  readonly onDidChangeLevel = this.changedLevel.event;
  readonly onDidChangeSelection = this.changedSelection.event;

  /** `memory`: where the level is kept, for this workspace. */
  constructor(private readonly memory: vscode.Memento) {
    this.level = parseMessage(LevelChoice, memory.get(key)) ?? 'auto';
  }

  get choice(): LevelChoice {
    return this.level;
  }

  /** Tokens of the explanation on screen; null: nothing is selected. */
  get selection(): TokenBlock | null {
    return this.block;
  }

  choose(level: LevelChoice): void {
    if (level === this.level) return;
    this.level = level;
    void this.memory.update(key, level);
    this.changedLevel.fire(level);
  }

  select(block: TokenBlock | null): void {
    if (block === null && this.block === null) return;
    this.block = block;
    this.changedSelection.fire(block);
  }

  dispose(): void {
    vscode.Disposable.from(this.changedLevel, this.changedSelection).dispose();
  }
}

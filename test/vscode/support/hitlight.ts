import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CurrentState, HitlightApi } from '../../../src/host/api.js';
import { Dialogs } from './dialogs.js';
import { closeEverything } from './workspace.js';

export function extension(): vscode.Extension<HitlightApi> {
  const found = vscode.extensions.getExtension<HitlightApi>('hitlight.hitlight');
  assert.ok(found, 'the extension under test is there');
  return found;
}

export async function hitlight(): Promise<HitlightApi> {
  return extension().activate();
}

/** Run a command to its end: commands of ours resolve when the explanation is there or has failed. */
export async function run(command: string, ...args: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(`hitlight.${command}`, ...args);
}

/** The explanation on screen, which must be there. */
export async function current(): Promise<CurrentState> {
  const state = (await hitlight()).current();
  assert.ok(state, 'an explanation is on screen');
  return state;
}

/** Run a command and return the explanation that it led to, which must be a new one. */
export async function explain(command: string, ...args: unknown[]): Promise<CurrentState> {
  const before = (await hitlight()).current()?.explanation;
  await run(command, ...args);
  const state = await current();
  assert.notEqual(state.explanation, before, 'a new explanation is on screen');
  return state;
}

/** Names of what is painted over a file's texts, as "name text". */
export async function painted(file: string): Promise<string[]> {
  const api = await hitlight();
  return api
    .painted()
    .filter(({ editor }) => editor.document.uri.path.endsWith(file))
    .flatMap(({ editor: { document }, painted: all }) =>
      all.map(({ name, span }) => {
        const range = new vscode.Range(
          document.positionAt(span.start),
          document.positionAt(span.end),
        );
        return `${name} ${document.getText(range)}`;
      }),
    );
}

/** Each test starts with no editors, no mark and nobody to answer but these dialogs. */
export function freshDialogs(): () => Dialogs {
  let dialogs: Dialogs | undefined;
  beforeEach(() => {
    dialogs = new Dialogs();
  });
  afterEach(async () => {
    dialogs?.restore();
    await run('clearMark');
    await closeEverything();
  });
  return () => {
    assert.ok(dialogs, 'asked within a test');
    return dialogs;
  };
}

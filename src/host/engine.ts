import * as vscode from 'vscode';
import { EngineClient, forkEngine } from '../engine/client.js';
import { readThreads } from './settings.js';

/** The supervised engine process of this window. Nothing is started before the first request. */
export function createEngine(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): EngineClient {
  const models = context.asAbsolutePath('dist/models');
  return new EngineClient({
    start: forkEngine({
      script: context.asAbsolutePath('dist/engine.js'),
      args: () => {
        const threads = readThreads();
        return [
          ...['--models', models],
          ...(threads === undefined ? [] : ['--threads', String(threads)]),
        ];
      },
      log: (line) => log.warn(line),
    }),
    log: (line) => log.info(line),
    onState: (state) => log.debug(`The engine is ${state}`),
  });
}

/** A process keeps the threads it was started with: end it when the setting changes. */
export function restartOnNewThreads(engine: EngineClient): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('hitlight.threads')) void engine.restart();
  });
}

import * as vscode from 'vscode';
import { EngineClient, ModelTasks, forkEngine } from '../engine/client.js';
import { proxyEnvironment } from './proxyEnvironment.js';
import { readProvider, readThreads } from './settings.js';

/**
 * The supervised engine process of this window, and those that work on models. Nothing is started
 * before the first request.
 */
export function createEngine(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): { readonly engine: EngineClient; readonly modelTasks: ModelTasks } {
  const models = context.asAbsolutePath('dist/models');
  const start = forkEngine({
    script: context.asAbsolutePath('dist/engine.js'),
    args: () => {
      const threads = readThreads();
      return [
        ...['--models', models],
        ...['--cache', context.globalStorageUri.fsPath],
        ...(threads === undefined ? [] : ['--threads', String(threads)]),
        ...['--provider', readProvider()],
      ];
    },
    environment: () => {
      const http = vscode.workspace.getConfiguration('http');
      return proxyEnvironment({
        proxy: http.get('proxy'),
        noProxy: http.get('noProxy'),
        support: http.get('proxySupport'),
      });
    },
    log: (line) => log.warn(line),
  });
  const engine = new EngineClient({
    start,
    log: (line) => log.info(line),
    onState: (state) => log.debug(`The engine is ${state}`),
  });
  return { engine, modelTasks: new ModelTasks(start) };
}

/** A process keeps what it was started with: end it when such a setting changes. */
export function restartOnNewArguments(engine: EngineClient): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    const changed = ['threads', 'executionProvider'].some((setting) =>
      event.affectsConfiguration(`hitlight.${setting}`),
    );
    if (changed) void engine.restart();
  });
}

import * as vscode from 'vscode';
import { captureDocument } from '../capture.js';
import type { Services } from '../services.js';

/** A question and an answer that share few words: what embeddings are for. */
const QUERY = 'How can I retry a failed request and wait longer each time?';
const HIT = `/** Calls the service again after an error, with exponential backoff between attempts. */
export async function callWithBackoff(call, attempts = 5) {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await call();
    } catch (error) {
      await sleep(2 ** attempt * 100);
    }
  }
  throw new Error('The service did not answer.');
}
`;

/** Opens two sample texts side by side, as untitled documents, and explains their similarity. */
export async function explainSample({ explainer }: Services): Promise<void> {
  const [query, hit] = [
    await vscode.workspace.openTextDocument({ content: QUERY, language: 'plaintext' }),
    await vscode.workspace.openTextDocument({ content: HIT, language: 'javascript' }),
  ];
  await vscode.window.showTextDocument(query, {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
  });
  await vscode.window.showTextDocument(hit, { viewColumn: vscode.ViewColumn.Two, preview: false });
  await explainer.explain(captureDocument(query), captureDocument(hit));
}

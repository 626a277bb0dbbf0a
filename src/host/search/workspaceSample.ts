import * as vscode from 'vscode';
import { CaptureProblem } from '../capture.js';
import { looksBinary } from '../captureRules.js';
import { spread, textPieces } from './textPieces.js';

const FILES_FOUND = 2000;
const FILES_READ = 150;
const LARGEST_FILE = 300_000;
const PIECES = 400;
/** Of one file: a sample of one long file would be no sample of the workspace. */
const PIECES_OF_A_FILE = 8;
/** As many as a search asks for; a head asks for twice that. */
export const FEWEST_PIECES = 40;

/** Folders of others' files, or of files that were made from others. */
const EXCLUDED =
  '**/{node_modules,.git,dist,out,build,target,vendor,.venv,venv,__pycache__,coverage,.next,.cache}/**';

/** Files that hold data or were written by programs. */
const NO_TEXT =
  /\.(min\.\w+|map|lock|svg|csv|tsv|jsonl|ipynb|onnx|bin|pdf|png|jpe?g|gif|webp|ico|woff2?|ttf|zip|gz)$|(^|\/)(package-lock\.json|pnpm-lock\.yaml)$/i;

/**
 * Paragraphs and blocks of code of the workspace's text files, spread over them. Throws CaptureProblem where
 * there are too few.
 */
export async function workspaceSample(token: vscode.CancellationToken): Promise<string[]> {
  const found = await vscode.workspace.findFiles('**/*', EXCLUDED, FILES_FOUND, token);
  const files = found
    .filter(({ path }) => !NO_TEXT.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const pieces: string[] = [];
  for (const uri of spread(files, FILES_READ)) {
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    pieces.push(...spread(await piecesOf(uri), PIECES_OF_A_FILE));
  }
  const sample = spread([...new Set(pieces)], PIECES);
  if (sample.length >= FEWEST_PIECES) return sample;
  throw new CaptureProblem(
    vscode.l10n.t(
      'The workspace has too little text for a sample: expected {0} paragraphs or blocks of code, found {1}.',
      FEWEST_PIECES,
      sample.length,
    ),
  );
}

/** None of a file that is large, binary, no UTF-8, or gone. */
async function piecesOf(uri: vscode.Uri): Promise<string[]> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > LARGEST_FILE) return [];
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (looksBinary(bytes)) return [];
    return textPieces(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return [];
  }
}

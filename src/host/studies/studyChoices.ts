import * as vscode from 'vscode';
import type { InputFile, StudyFiles, StudyName } from '../../protocol.js';
import { chooseModel } from '../models/chooseModel.js';
import { obtainModel } from '../models/obtainModel.js';
import type { Services } from '../services.js';

interface StudyItem extends vscode.QuickPickItem {
  readonly study: StudyName;
}

/** Every study with what it answers. */
function items(): StudyItem[] {
  const { t } = vscode.l10n;
  const about: Record<StudyName, string> = {
    agreement: t('Do approximate attributions point to the same token pairs as exact ones?'),
    'reference-terms': t('How much of the score do approximate attributions drop?'),
    sums: t('Do the attributions add up to the score, and how much of them cancels?'),
    convergence: t('How many evaluations does which error take?'),
    concentration: t('Do few token pairs carry the score?'),
    syntax: t('Does the model match words in the same syntactic role?'),
    negation: t('Does the model notice when a text is negated?'),
    adjectives: t('Do opposite adjectives lower the similarity as synonyms raise it?'),
    'lexical-bias': t('Which tokens add most to scores wherever they occur?'),
    faithfulness: t('Which way of ranking tokens predicts what deleting them does?'),
    'code-roles': t('Which parts of code carry the score: names, keywords, comments?'),
    compare: t('Do two models score the same pairs alike, and for the same words?'),
  };
  return (Object.keys(about) as StudyName[]).map((study) => {
    return { study, label: study, detail: about[study] };
  });
}

/** null: the person chose none. */
export async function chooseStudy(): Promise<StudyName | null> {
  const chosen = await vscode.window.showQuickPick(items(), {
    title: vscode.l10n.t('Study a Model'),
    placeHolder: vscode.l10n.t('What is to be found out about the encoder?'),
    matchOnDetail: true,
  });
  return chosen?.study ?? null;
}

/** The other model of a comparison, on this machine; null: none was chosen. */
export async function chooseOtherModel(services: Services): Promise<string | null> {
  const chosen = await chooseModel(services);
  return chosen === null ? null : obtainModel(services.modelTasks, chosen);
}

/** Where the pairs come from; null: the person chose nothing. */
export async function chooseFiles(study: StudyName): Promise<StudyFiles | null> {
  const { t } = vscode.l10n;
  const none: StudyFiles = { pairs: null, conlluA: null, conlluB: null };
  const bundled = t('Bundled sample');
  const own = study === 'syntax' ? t('CoNLL-U files…') : t('File of pairs…');
  const source = await vscode.window.showQuickPick(
    [
      { label: bundled, detail: t('About a hundred pairs written for this study') },
      {
        label: own,
        detail:
          study === 'syntax'
            ? t('Parsed sentences, one file for each side')
            : t('TSV, CSV or JSON lines: text, text, and a label where there is one'),
      },
    ],
    { title: t('Study a Model'), placeHolder: t('Which pairs of texts?') },
  );
  if (!source) return null;
  if (source.label === bundled) return none;
  if (study !== 'syntax') {
    const pairs = await openFile(t('File of pairs'), ['tsv', 'csv', 'jsonl', 'ndjson', 'txt']);
    return pairs && { ...none, pairs };
  }
  const conlluA = await openFile(t('CoNLL-U of the first texts'), ['conllu']);
  const conlluB = conlluA && (await openFile(t('CoNLL-U of the second texts'), ['conllu']));
  return conlluA && conlluB && { ...none, conlluA, conlluB };
}

async function openFile(title: string, endings: string[]): Promise<InputFile | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      filters: { [title]: endings, [vscode.l10n.t('All files')]: ['*'] },
    })) ?? [];
  if (!uri) return null;
  const bytes = await vscode.workspace.fs.readFile(uri);
  return { name: uri.path.split('/').at(-1) ?? uri.path, bytes: new Uint8Array(bytes) };
}

/** What a study is: a question about a model, put to many pairs, answered by a report. */
import type { Explainer } from '../attribution/explain.js';
import type { Hooks } from '../attribution/hooks.js';
import type { Reader } from '../attribution/readPair.js';
import type { Report, StudyName, StudyOptions } from '../protocol.js';
import type { Explained, PairSettings } from './explainPair.js';
import type { Pair, PairFile } from './input/pairFile.js';
import type { Journal } from './journal.js';

/** A model as studies see it. */
export interface StudyModel {
  /** For people. */
  readonly name: string;
  /** Changes with its files and with how they are read: part of the keys of what is kept. */
  readonly fingerprint: string;
  readonly explainer: Explainer;
  readonly reader: Reader;
  /** Explains elsewhere, several pairs side by side; null: in this process, one after another. */
  readonly elsewhere: Elsewhere | null;
  /** Of a quantised file: its own cosine, beside the float network's that is explained. */
  readonly original?: {
    readonly quantisation: string;
    cosine(idsA: readonly number[], idsB: readonly number[]): Promise<number>;
  };
}

/** Other processes that explain. */
export interface Elsewhere {
  /** Pairs worth asking for at once. */
  readonly atOnce: number;
  /** As `explainPair`. */
  readonly explain: (
    pair: { readonly a: string; readonly b: string },
    settings: PairSettings,
    options: StudyOptions,
  ) => Promise<Explained>;
}

/** What a study is given. */
export interface StudyInput {
  readonly file: PairFile;
  /** Whether they are the study's own. */
  readonly bundled: boolean;
  /** CoNLL-U of both sides, where given: [name, text]. */
  readonly conllu: { readonly a: TextFile; readonly b: TextFile } | null;
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface StudyContext {
  readonly model: StudyModel;
  /** Where the study takes two. */
  readonly other: StudyModel | null;
  readonly options: StudyOptions;
  readonly journal: Journal;
  readonly hooks: StudyHooks;
}

export interface StudyHooks extends Pick<Hooks, 'cancelled'> {
  /** Items measured, of all. */
  progress(done: number, total: number): void;
}

/** A report without what the frame adds. */
export type Findings = Omit<
  Report,
  'format' | 'study' | 'title' | 'question' | 'models' | 'seed' | 'seconds' | 'created'
>;

export interface Study {
  readonly name: StudyName;
  readonly title: string;
  /** What the report answers, as one question. */
  readonly question: string;
  /** Of `compare` two, of others one; `agreement` may take a second. */
  readonly models: 'one' | 'two' | 'one or two';
  /** Fewest pairs that figures make sense for. */
  readonly least: number;
  /** Pairs measured at most unless a limit is asked for; undefined: all. */
  readonly most?: number;
  /** Pairs written for the study, for those who bring none. */
  readonly bundled: () => readonly Pair[];
  /** Whether it can read CoNLL-U. */
  readonly conllu?: boolean;
  /**
   * Throws InputError naming line and column where the input is not what the study needs, Cancelled,
   * and as explaining does. What was measured until then is in the journal.
   */
  readonly run: (input: StudyInput, context: StudyContext) => Promise<Findings>;
}

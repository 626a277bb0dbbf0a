/**
 * What a model's name means: the bundled model, a place on this machine, or a repository of the Hub
 * written `org/name`, `org/name@revision`, `org/name:onnx/model_int8.onnx`, or all three parts.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { HubError, shown } from './hubError.js';
import { isSafeRepoPath } from './repoPath.js';

export interface HubName {
  readonly kind: 'hub';
  /** `org/name`. */
  readonly id: string;
  /** Branch, tag, `refs/pr/N` or commit; null: what the cache has, else the main branch. */
  readonly revision: string | null;
  /** ONNX file within the repository; null: the best one. */
  readonly file: string | null;
}

export type ModelName =
  { readonly kind: 'bundled' } | { readonly kind: 'local'; readonly path: string } | HubName;

export interface NameContext {
  /** Relative paths are looked up here; without it only absolute ones count as paths. */
  readonly baseFolder?: string | undefined;
  /** The user's home folder. */
  readonly home?: string | undefined;
  readonly exists?: ((place: string) => boolean) | undefined;
}

/** The name under which the model that ships with Hitlight is asked for. */
const BUNDLED = 'bundled';

/** As huggingface_hub checks ids: no `--`, as folders of the cache spell `/` so. */
const PART = /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
const LONGEST_ID = 96;

/**
 * Tells what a name means. In this order: `bundled`; an address of a model page; what is spelled as a
 * path (`/…`, `./…`, `~/…`, `C:\…`); what exists below `baseFolder`; a Hub id.
 * Throws HubError `name`, or `settings` for a relative path where none can be looked up.
 */
export function parseModelName(name: string, context: NameContext = {}): ModelName {
  const trimmed = name.trim();
  if (trimmed === BUNDLED) return { kind: 'bundled' };
  if (trimmed === '' || trimmed.includes('\0')) throw unknownName(name);
  const page = hubPage(trimmed);
  if (page) return page;
  const local = localPath(trimmed, context);
  if (local !== null) return { kind: 'local', path: local };
  const hub = parseHubName(trimmed);
  if (hub) return hub;
  throw unknownName(name);
}

/** A Hub id with its optional parts; null where the text is none. Never throws. */
export function parseHubName(text: string): HubName | null {
  const [, id = '', revision, file] = /^([^@:]+)(?:@([^:]+))?(?::(.+))?$/s.exec(text) ?? [];
  if (!isHubId(id)) return null;
  if (revision !== undefined && !isRevision(revision)) return null;
  if (file !== undefined && !(isSafeRepoPath(file) && file.endsWith('.onnx'))) return null;
  return { kind: 'hub', id, revision: revision ?? null, file: file ?? null };
}

/** The text that parseHubName reads back as the same name. */
export function formatHubName({ id, revision, file }: Omit<HubName, 'kind'>): string {
  return `${id}${revision === null ? '' : `@${revision}`}${file === null ? '' : `:${file}`}`;
}

export function isHubId(id: string): boolean {
  const parts = id.split('/');
  return (
    parts.length === 2 &&
    id.length <= LONGEST_ID &&
    !/--|\.\.|\.git$/.test(id) &&
    parts.every((part) => PART.test(part))
  );
}

export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** What git allows of a ref's name, less what a folder of the cache could not be called. */
function isRevision(revision: string): boolean {
  return (
    revision.length <= 200 &&
    isSafeRepoPath(revision) &&
    /^[A-Za-z0-9_][A-Za-z0-9_./+-]*$/.test(revision) &&
    !/\.\.|\.lock$|\/\./.test(revision)
  );
}

/** The address of a model's page, as people copy it from a browser. */
function hubPage(text: string): HubName | null {
  const page = /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/([^/?#]+\/[^/?#]+)([^?#]*)/.exec(
    text,
  );
  if (!page) return null;
  const revision = /^\/tree\/([^/]+)\/?$/.exec(page[2] ?? '')?.[1];
  return parseHubName(revision === undefined ? `${page[1]}` : `${page[1]}@${revision}`);
}

function localPath(text: string, context: NameContext): string | null {
  const { baseFolder, home = homedir(), exists = existsSync } = context;
  if (text === '~' || /^~[/\\]/.test(text)) return path.join(home, text.slice(1));
  if (path.isAbsolute(text) || /^([a-z]:[/\\]|\\\\)/i.test(text)) return path.normalize(text);
  const spelledAsPath = /^\.\.?([/\\]|$)/.test(text) || /\\|[/\\]$/.test(text);
  if (baseFolder === undefined) {
    if (!spelledAsPath) return null;
    throw new HubError(
      'settings',
      `Model: expected an absolute path, a Hub id or "${BUNDLED}", got a relative path: ${shown(text)}`,
    );
  }
  const resolved = path.resolve(baseFolder, text);
  return spelledAsPath || exists(resolved) ? resolved : null;
}

function unknownName(name: string): HubError {
  const hint = PART.test(name) ? `; did you mean sentence-transformers/${shown(name)}?` : '';
  return new HubError(
    'name',
    `Model: expected "${BUNDLED}", a folder or .onnx file that exists, or a Hub id org/name` +
      `[@revision][:file.onnx], got ${name.trim() === '' ? 'nothing' : shown(name)}${hint}`,
  );
}

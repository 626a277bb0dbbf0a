/** The variables that huggingface_hub reads, with the same meaning, so that both share one cache. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { HubError, shown } from './hubError.js';
import { type ProxySettings, proxySettings } from './proxySettings.js';

export interface HubSettings {
  /** As the user wrote it; see checkedEndpoint. */
  readonly endpoint: string;
  /** Access token of the user, as written; null where there is none. See checkedToken. */
  readonly token: string | null;
  /** Folder that holds `models--org--name`. */
  readonly cacheFolder: string;
  /** Nothing may be asked of the network. */
  readonly offline: boolean;
  readonly proxies: ProxySettings;
}

type Environment = Readonly<Record<string, string | undefined>>;

const ENDPOINT = 'https://huggingface.co';

/**
 * Reads the environment, and the token file where no variable holds a token. Never throws: what is
 * in the cache stays usable whatever the settings of the network.
 */
export function hubSettings(
  environment: Environment = process.env,
  home: string = homedir(),
): HubSettings {
  const value = (...names: string[]) => firstSet(environment, names);
  const folder = (text: string) => path.resolve(expand(text, environment, home));
  const hfHome = folder(
    value('HF_HOME') ??
      path.join(value('XDG_CACHE_HOME') ?? path.join(home, '.cache'), 'huggingface'),
  );
  const cache = value('HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE');
  const tokenPath = value('HF_TOKEN_PATH');
  return {
    endpoint: value('HF_ENDPOINT') ?? ENDPOINT,
    token: isTrue(value('HF_HUB_DISABLE_IMPLICIT_TOKEN'))
      ? null
      : (value('HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN') ??
        readToken(tokenPath === undefined ? path.join(hfHome, 'token') : folder(tokenPath))),
    cacheFolder: cache === undefined ? path.join(hfHome, 'hub') : folder(cache),
    offline: isTrue(value('HF_HUB_OFFLINE')) || isTrue(value('TRANSFORMERS_OFFLINE')),
    proxies: proxySettings(environment),
  };
}

/** Empty variables count as unset: shells have no other way to clear one for a single command. */
export function firstSet(environment: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => environment[name]?.trim()).find(Boolean);
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(1|on|yes|true)$/i.test(value);
}

function expand(text: string, environment: Environment, home: string): string {
  return text
    .replace(/^~(?=[/\\]|$)/, home)
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      return environment[braced ?? bare ?? ''] ?? whole;
    });
}

/** The endpoint without a slash at its end. Throws HubError `settings` where it is no address. */
export function checkedEndpoint({ endpoint: text }: HubSettings): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new HubError(
      'settings',
      `Model: expected an http or https address in HF_ENDPOINT, got ${shown(text)}`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function readToken(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null; // Public models need no token.
  }
}

/** A token that can stand in a header; null: none. Throws HubError `settings` for another text. */
export function checkedToken({ token }: HubSettings): string | null {
  if (token === null || /^[\x21-\x7e]+$/.test(token)) return token;
  // Its text stays out of the message: it may be most of a secret.
  throw new HubError(
    'settings',
    'Model: expected one line of printable characters as the Hub token (HF_TOKEN), got others',
  );
}

/** Which proxy a request goes through, by the variables that curl, pip and npm read. */
import { HubError } from './hubError.js';

export interface ProxySettings {
  /** Proxies for http: and https: addresses; null: none. */
  readonly http: string | null;
  readonly https: string | null;
  /** Hosts to reach directly: `*`, or `host`, `.domain`, each with an optional `:port`. */
  readonly direct: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Takes the variables as they are; proxyFor judges the one that it would use. */
export function proxySettings(environment: Environment): ProxySettings {
  // Lower case first, as curl does.
  const value = (name: string) =>
    [name.toLowerCase(), name].map((key) => environment[key]?.trim()).find(Boolean);
  const all = value('ALL_PROXY');
  return {
    http: value('HTTP_PROXY') ?? all ?? null,
    https: value('HTTPS_PROXY') ?? all ?? null,
    direct: (value('NO_PROXY') ?? '')
      .toLowerCase()
      .split(/[,\s]+/)
      .filter(Boolean),
  };
}

/**
 * The address of the proxy for an address; null where it is reached directly.
 * Throws HubError `settings` for a proxy that is no http(s) address, such as a SOCKS proxy.
 */
export function proxyFor(url: URL, settings: ProxySettings): string | null {
  const proxy = url.protocol === 'https:' ? settings.https : settings.http;
  if (proxy === null) return null;
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return settings.direct.some((entry) => covers(entry, host, port)) ? null : proxyAddress(proxy);
}

/** As curl reads it: a domain covers its subdomains, with or without a dot before it. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, bracketed, plain = entry, wanted] =
    /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const domain = (bracketed ?? plain).replace(/^\*?\./, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

function proxyAddress(text: string): string {
  // `proxy:3128` is how many people write it, and parses as an address of protocol `proxy:`.
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  // Proxies may carry a password, so the message does not repeat the address.
  throw new HubError(
    'settings',
    'Model: expected the address of an http or https proxy in HTTPS_PROXY or HTTP_PROXY, got another kind',
  );
}

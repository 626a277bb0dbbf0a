/** What a failed exchange with the Hub means to the person who waits for the model. */
import { HubError } from './hubError.js';

/** Codes of Node's and undici's errors, wherever in a chain of causes they stand. */
const CODES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known (no network, or a wrong HF_ENDPOINT)',
  EAI_AGAIN: 'names cannot be looked up (no network?)',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'no route to it (no network?)',
  ENETUNREACH: 'no route to it (no network?)',
  ENETDOWN: 'the network is down',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the transfer stalled',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer was cut short',
};

/** What TLS libraries say where a chain of certificates does not end at a known root. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

/**
 * The error to show for one that fetch threw. `host` is what the address names; `proxy` is the host of
 * the proxy in between, null without one.
 */
export function networkFailure(error: unknown, host: string, proxy: string | null): HubError {
  const chain = causes(error);
  const codes = chain.map(({ code }) => code ?? '');
  const text = chain.map(({ message }) => message).join(' ');
  const options = { cause: error };
  const refusal = /Proxy response \((\d+)\)/.exec(text)?.[1];
  if (refusal !== undefined) {
    const credentials = refusal === '407' ? '; give HTTPS_PROXY a user name and password' : '';
    return new HubError(
      'proxy',
      `Model: expected the proxy ${proxy} to let ${host} through, got status ${refusal}${credentials}`,
      options,
    );
  }
  const certificate = codes.find((code) => CERTIFICATE.test(code));
  if (certificate !== undefined) {
    return new HubError(
      'certificate',
      `Model: expected a trusted certificate from ${host}, got ${certificate}; behind a company's ` +
        'proxy, name its certificate in NODE_EXTRA_CA_CERTS',
      options,
    );
  }
  const known = codes.find((code) => Object.hasOwn(CODES, code));
  // A firewall may let the Hub through and not the store that it redirects to: name the one asked.
  const asked = chain.find(({ hostname }) => hostname !== undefined)?.hostname ?? host;
  const reason = known === undefined ? text || 'no connection' : (CODES[known] ?? known);
  // A proxy that cannot be reached looks like a Hub that cannot be: say which one it is.
  const atProxy =
    proxy !== null &&
    codes.some((code) =>
      /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/.test(code),
    );
  return atProxy
    ? new HubError('proxy', `Model: expected to reach the proxy ${proxy}, got: ${reason}`, options)
    : new HubError('offline', `Model: expected to reach ${asked}, got: ${reason}`, options);
}

interface Described {
  readonly message: string;
  readonly code: string | undefined;
  readonly hostname: string | undefined;
}

function causes(error: unknown): Described[] {
  const found: Described[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const { code, hostname } = at as NodeJS.ErrnoException & { readonly hostname?: string };
    found.push({ message: at.message, code, hostname });
    // Node tries all addresses of a host and reports them together.
    if (at instanceof AggregateError) found.push(...at.errors.slice(0, 4).flatMap(causes));
  }
  return found;
}

/** What the Hub's refusals mean to the person who asked for a model. */
import { HubError, shown } from './hubError.js';

/** The part of an answer that a refusal is judged by. */
export interface Refusal {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** What was asked for: the model, and its host. */
export interface Asked {
  readonly id: string;
  readonly revision: string | null;
  readonly host: string;
  /** Whether a token went with the request. */
  readonly withToken: boolean;
}

/** The error for an answer with a status from 400. */
export function refusalOf(answer: Refusal, asked: Asked): HubError {
  const { status, headers } = answer;
  const { id, host, withToken } = asked;
  const code = headers.get('x-error-code') ?? '';
  const place = `${id} at ${host}`;
  if (status === 429) {
    const seconds = retryAfter(answer);
    const wait = seconds === null ? 'a few minutes' : `${Math.ceil(seconds)} s`;
    const token = withToken ? '' : '; a token in HF_TOKEN raises the limit';
    return new HubError(
      'busy',
      `Model: expected ${host} to answer, got 429 (too many requests): try again in ${wait}${token}`,
    );
  }
  if (code === 'GatedRepo') {
    const steps = `accept its terms at https://huggingface.co/${id}, then set HF_TOKEN`;
    const why = withToken ? 'the token gives no access' : 'no token was given';
    return new HubError(
      'forbidden',
      `Model: expected access to the gated model ${place}, got ${status}: ${why}; ${steps}`,
    );
  }
  if (code === 'RevisionNotFound') {
    const revision = shown(asked.revision ?? 'main');
    return new HubError(
      'not-found',
      `Model: expected the revision ${revision} of ${place}, got ${status}: there is none`,
    );
  }
  // The Hub says 401 for a model that does not exist, so that private ones cannot be told apart.
  if (status === 404 || code === 'RepoNotFound' || (status === 401 && !withToken)) {
    return new HubError(
      'not-found',
      `Model: expected a model ${place}, got ${status}: no such model, or a private one; ` +
        'check its spelling, or set HF_TOKEN',
    );
  }
  if (status === 401 || status === 403) {
    return new HubError(
      'forbidden',
      `Model: expected access to ${place}, got ${status}; check that HF_TOKEN is valid, may read ` +
        'it, and that its terms are accepted',
    );
  }
  if (status === 407) {
    return new HubError(
      'proxy',
      `Model: expected the proxy to let ${host} through, got 407; give HTTPS_PROXY a user name and password`,
    );
  }
  return new HubError('server', `Model: expected ${place} to be served, got status ${status}`);
}

/** Seconds that a server asks to wait; null where it does not say. */
export function retryAfter({ headers }: Refusal, now = Date.now()): number | null {
  const header = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  if (header !== '' && !Number.isNaN(date)) return Math.max(0, (date - now) / 1000);
  // The Hub's own header: r requests left, t seconds until there are more.
  const reset = /(?:^|;)\s*t=(\d{1,6})/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? null : Number(reset);
}

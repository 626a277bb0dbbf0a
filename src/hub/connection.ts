/**
 * Requests to the Hub: through proxies, with the user's token to the Hub alone, with time limits and
 * a few retries, and with failures as HubError. undici brings its own fetch, since Node 20's reads
 * no proxy variables and its versions take no agents from one another.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type RequestInit, type Response, fetch } from 'undici';
import { Cancelled, HubError, throwIfCancelled } from './hubError.js';
import { networkFailure } from './networkFailure.js';
import { proxyFor } from './proxySettings.js';
import { type Asked, refusalOf, retryAfter } from './refusal.js';
import { Routes } from './routes.js';
import { type HubSettings, checkedEndpoint, checkedToken } from './settings.js';

export interface Patience {
  /** Milliseconds without a byte after which an exchange counts as stalled. */
  readonly stallMs: number;
  /** Milliseconds before the first retry; each further one waits twice as long. */
  readonly retryMs: number;
  /** Longest wait that a server may ask for; past it the request fails and says how long. */
  readonly longestWaitMs: number;
}

export const PATIENCE: Patience = { stallMs: 30_000, retryMs: 500, longestWaitMs: 10_000 };

const ATTEMPTS = 3;

/** Statuses of servers that may well answer the next time. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

export class HubConnection {
  readonly endpoint: string;
  private readonly token: string | null;
  private readonly routes: Routes;

  /** Throws HubError `settings` for an endpoint or token that cannot be meant. */
  constructor(
    private readonly settings: HubSettings,
    readonly patience: Patience = PATIENCE,
  ) {
    if (settings.offline) {
      throw new HubError(
        'offline',
        'Model: expected leave to use the network, got HF_HUB_OFFLINE; unset it to download models',
      );
    }
    this.endpoint = checkedEndpoint(settings);
    this.token = checkedToken(settings);
    this.routes = new Routes(settings.proxies, patience.stallMs);
  }

  /**
   * The answer to a GET, with a status below 400, its body not yet read. Throws HubError, or Cancelled
   * once the signal is aborted; reading the body may throw what `failureOf` understands.
   */
  async get(
    url: string,
    asked: Pick<Asked, 'id' | 'revision'>,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      throwIfCancelled(signal);
      const outcome = await this.attempt(url, asked, headers, signal);
      if (!('error' in outcome)) return outcome;
      const { error, waitMs } = outcome;
      const wait = waitMs ?? this.patience.retryMs * 2 ** (attempt - 1);
      if (waitMs === null && !outcome.passing) throw error;
      if (attempt >= ATTEMPTS || wait > this.patience.longestWaitMs) throw error;
      await pause(wait, undefined, signal ? { signal } : {}).catch(() => {
        throw new Cancelled();
      });
    }
  }

  /** The error to show for one that reading a body threw. */
  failureOf(error: unknown, url: string, signal: AbortSignal | undefined): Error {
    if (signal?.aborted === true) return new Cancelled();
    if (error instanceof HubError || error instanceof Cancelled) return error;
    const at = new URL(url);
    const proxy = proxyFor(at, this.settings.proxies);
    return networkFailure(error, at.host, proxy === null ? null : new URL(proxy).host);
  }

  /** Lets go of the sockets that wait for further requests. */
  async close(): Promise<void> {
    await this.routes.destroy();
  }

  private async attempt(
    url: string,
    asked: Pick<Asked, 'id' | 'revision'>,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Response | { error: Error; passing: boolean; waitMs: number | null }> {
    const at = new URL(url);
    // Lists may name further pages anywhere; the token is for the Hub that the user chose.
    const token = at.origin === new URL(this.endpoint).origin ? this.token : null;
    const init: RequestInit = {
      dispatcher: this.routes,
      headers: {
        'user-agent': 'hitlight',
        ...headers,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(signal ? { signal } : {}),
    };
    let answer: Response;
    try {
      answer = await fetch(url, init);
    } catch (error) {
      const failure = this.failureOf(error, url, signal);
      const passing = failure instanceof HubError && failure.failure === 'offline';
      return { error: failure, passing, waitMs: null };
    }
    if (answer.status < 400) return answer;
    await answer.body?.cancel().catch(() => undefined);
    const error = refusalOf(answer, { ...asked, host: at.host, withToken: token !== null });
    const seconds = PASSING.has(answer.status) ? retryAfter(answer) : null;
    return {
      error,
      passing: PASSING.has(answer.status),
      waitMs: seconds === null ? null : seconds * 1000,
    };
  }
}

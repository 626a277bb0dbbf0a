/** Sends each request, redirected ones too, straight or through the proxy that its address asks for. */
import { Agent, Dispatcher, ProxyAgent } from 'undici';
import { type ProxySettings, proxyFor } from './proxySettings.js';

export class Routes extends Dispatcher {
  /** One agent for each proxy, so that connections are kept between the requests of a model. */
  private readonly agents = new Map<string | null, Dispatcher>();

  /** `stallMs`: milliseconds without a byte after which an exchange fails. */
  constructor(
    private readonly proxies: ProxySettings,
    private readonly stallMs: number,
  ) {
    super();
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandlers,
  ): boolean {
    return this.agentFor(new URL(String(options.origin))).dispatch(options, handler);
  }

  /** Ends all connections, at once. */
  override async destroy(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }

  private agentFor(url: URL): Dispatcher {
    const proxy = proxyFor(url, this.proxies);
    const known = this.agents.get(proxy);
    if (known) return known;
    const { stallMs } = this;
    const limits = { headersTimeout: stallMs, bodyTimeout: stallMs };
    const timeout = { timeout: stallMs };
    const agent =
      proxy === null
        ? new Agent({ ...limits, connect: timeout })
        : new ProxyAgent({ ...limits, uri: proxy, proxyTls: timeout, requestTls: timeout });
    this.agents.set(proxy, agent);
    return agent;
  }
}

/** VS Code's own settings of the proxy, as written. */
export interface ProxySettings {
  readonly proxy: unknown;
  readonly noProxy: unknown;
  readonly support: unknown;
}

/**
 * VS Code's proxy as the variables that the engine's downloads read; empty where the setting is, and
 * then the variables that VS Code itself was started with hold, as they do for VS Code.
 */
export function proxyEnvironment({
  proxy,
  noProxy,
  support,
}: ProxySettings): Record<string, string> {
  if (typeof proxy !== 'string' || proxy.trim() === '' || support === 'off') return {};
  const hosts = Array.isArray(noProxy) ? noProxy.filter((host) => typeof host === 'string') : [];
  const direct = hosts.join(',');
  const values = {
    HTTP_PROXY: proxy.trim(),
    HTTPS_PROXY: proxy.trim(),
    ...(direct === '' ? {} : { NO_PROXY: direct }),
  };
  // Inherited variables in lower case would win.
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}

/** What may go wrong between a model's name and its files on this machine. */
export type HubFailure =
  | 'name' // neither bundled, nor a path, nor an id
  | 'missing' // a local folder without what a model needs
  | 'not-cached' // a Hub id that would have to be downloaded, and may not be
  | 'no-onnx' // the repository has no ONNX file that could be read
  | 'settings' // HF_ENDPOINT, HF_TOKEN or a proxy that cannot be meant
  | 'offline' // no route to the Hub: DNS, refused, reset, timed out
  | 'proxy'
  | 'certificate'
  | 'forbidden' // 401, 403
  | 'not-found'
  | 'busy' // 429
  | 'server' // 5xx
  | 'malformed' // an answer that is not the Hub's, or a hostile one
  | 'disk-full'
  | 'read-only'
  | 'corrupt'; // size or hash differs from what the Hub promised

/**
 * One sentence `Model: expected X, got Y`. Its name is the one by which errors of every folder that
 * reads models are told apart, so that it counts as a failure of stage `model`.
 */
export class HubError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly failure: HubFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The caller's signal ended the work; partial files stay for the next attempt. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('Cancelled');
  }
}

/** Throws Cancelled once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Cancelled();
}

/** Names from elsewhere as a message may show them: one line, no control characters, bounded. */
export function shown(name: string): string {
  const printable = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '�');
  return printable.length <= 120 ? printable : `${printable.slice(0, 119)}…`;
}

/**
 * What a graph can run on beside the processor. Names are onnxruntime's; which of them its build has
 * depends on the platform (session.ts asks it), and whether the hardware is there shows only when a
 * session is opened.
 */
import { RunError } from './runtime.js';

export const PROVIDERS = ['cpu', 'webgpu', 'coreml', 'dml', 'cuda'] as const;
export type Provider = (typeof PROVIDERS)[number];

/**
 * Why a provider cannot even be tried, null where it can. The runtime must not be asked: of what its
 * build lacks it drops the name with a warning and runs on the processor.
 * @param offered what the runtime's build has
 */
export function notOffered(
  provider: Provider,
  offered: readonly string[],
  platform: string,
): string | null {
  if (offered.includes(provider)) return null;
  const ours = PROVIDERS.filter((known) => offered.includes(known)).join(', ');
  return `Provider: expected one of ${ours}, which onnxruntime has on ${platform}, got ${provider}`;
}

/** Native messages can carry whole stack traces. */
const LONGEST_REASON = 600;

/** The same of one that was tried. */
export function failedOn(provider: Provider, error: unknown): string {
  const own = error instanceof RunError && error.cause instanceof Error ? error.cause : error;
  const text = own instanceof Error ? own.message : String(own);
  const line = text.replace(/\s+/g, ' ').trim();
  const why = line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
  return `Provider: expected ${provider} to run the model, got: ${why}`;
}

/** ML programs keep float32; without the neural engine, which knows float16 only. */
const COREML_FLAGS = { mlProgram: 0x10, cpuAndGpu: 0x20 } as const;

/** What onnxruntime is to be told about a provider, for float32 as far as it can be told. */
export function providerOptions(provider: Provider) {
  if (provider !== 'coreml') return { name: provider };
  return { name: provider, coreMlFlags: COREML_FLAGS.mlProgram | COREML_FLAGS.cpuAndGpu };
}

import { Cancelled } from '../attribution/hooks.js';
import type { ExplainHooks } from './explain.js';

/**
 * Waits for a model as long as it takes to load, with signs of life. Throws Cancelled once that is
 * asked for; the loading goes on, for the next request most likely wants the same model.
 */
export function patiently<Loaded>(
  loading: Promise<Loaded>,
  hooks: Pick<ExplainHooks, 'progress' | 'cancelled'>,
  everyMs = 250,
): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      if (!hooks.cancelled()) return hooks.progress('loading', 0);
      clearInterval(timer);
      reject(new Cancelled());
    }, everyMs);
    loading.finally(() => clearInterval(timer)).then(resolve, reject);
  });
}

import type { ExplainStage } from '../engine/client.js';

/** Where each stage begins and ends in the whole of a first, slow explanation. */
const extent: Record<ExplainStage, readonly [number, number]> = {
  loading: [0, 0.2],
  // Only where a model is used for the first time; encoding two texts then takes no time beside it.
  reference: [0.2, 0.3],
  scoring: [0.2, 0.8],
  encoding: [0.2, 0.3],
  attributing: [0.3, 1],
};

/** The same behind the scoring of a long text's windows, which is most of the work. */
const afterScoring: typeof extent = { ...extent, encoding: [0.8, 0.82], attributing: [0.82, 1] };

/** The done part of a whole request, in [0, 1], from that of its stages as they come. */
export function createOverallProgress(): (stage: ExplainStage, fraction: number) => number {
  let scored = false;
  return (stage, fraction) => {
    // Loading comes first, also of a request that begins anew in another process.
    scored = stage === 'scoring' || (scored && stage !== 'loading');
    const [start, end] = (scored ? afterScoring : extent)[stage];
    return start + (end - start) * Math.min(1, Math.max(0, fraction));
  };
}

import type { ExplainStage } from '../engine/client.js';

/** Where each stage begins and ends in the whole of a first, slow explanation. */
const extent: Record<ExplainStage, readonly [number, number]> = {
  loading: [0, 0.2],
  encoding: [0.2, 0.3],
  attributing: [0.3, 1],
};

/** The done part of the whole request, in [0, 1], from that of one stage. */
export function overallProgress(stage: ExplainStage, fraction: number): number {
  const [start, end] = extent[stage];
  return start + (end - start) * Math.min(1, Math.max(0, fraction));
}

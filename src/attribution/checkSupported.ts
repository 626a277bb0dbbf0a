/** Tells what stands in the way of explaining a model, all at once, before anything runs. */
import { unsupportedNodes } from '../autodiff/differentiate.js';
import type { Encoder } from '../encoder/encoder.js';
import { GraphError } from '../encoder/layers.js';
import type { Node } from '../onnx/graph.js';

/** Nodes on the differentiable path from the lowest layer that have no derivative rule. */
export function unsupportedIn(encoder: Encoder): readonly Node[] {
  return unsupportedNodes(encoder.above(0), encoder.types, encoder.layer(0).value);
}

/** Throws GraphError naming every operator without a rule, and its nodes. */
export function checkSupported(encoder: Encoder): void {
  const nodes = unsupportedIn(encoder);
  if (nodes.length === 0) return;
  const byOperator = new Map<string, Node[]>();
  for (const node of nodes) {
    const name = operatorOf(node);
    byOperator.set(name, [...(byOperator.get(name) ?? []), node]);
  }
  const list = [...byOperator].map(([name, those]) => `${name} (${nodeNames(those)})`).join('; ');
  throw new GraphError(
    `Graph: expected operators with a derivative rule, got ${list}; ` +
      'try an export without these, such as model.onnx instead of an optimised or quantised file',
  );
}

export const operatorOf = ({ domain, opType }: Node): string =>
  domain === '' ? opType : `${domain}.${opType}`;

const SHOWN = 3;

function nodeNames(nodes: readonly Node[]): string {
  const shown = nodes.slice(0, SHOWN).map((node) => node.name);
  const more = nodes.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

import type { Node } from './graph.js';
import { OnnxError } from './OnnxError.js';
import { readsOf } from './subgraph.js';

/**
 * Topological order; stable in that sorted nodes stay as they are. Linear in the graph's size,
 * without recursion (a chain may be as long as the file).
 * @throws OnnxError when nodes depend on each other in a circle.
 */
export function sortNodes(nodes: readonly Node[]): Node[] {
  const producer = new Map<string, number>();
  nodes.forEach((node, index) => {
    for (const name of node.outputs) if (name !== '') producer.set(name, index);
  });
  const dependencies = nodes.map((node) =>
    readsOf(node).flatMap((name) => producer.get(name) ?? []),
  );

  const sorted: Node[] = [];
  const state = new Array<'new' | 'open' | 'done'>(nodes.length).fill('new');
  for (let root = 0; root < nodes.length; root++) {
    const stack = [root];
    while (stack.length > 0) {
      const index = stack[stack.length - 1] ?? 0;
      const node = nodes[index];
      if (node === undefined || state[index] === 'done') {
        stack.pop();
        continue;
      }
      const waiting = (dependencies[index] ?? []).filter((other) => state[other] !== 'done');
      if (waiting.length === 0) {
        state[index] = 'done';
        sorted.push(node);
        stack.pop();
        continue;
      }
      state[index] = 'open';
      const circular = waiting.find((other) => state[other] === 'open');
      if (circular !== undefined) {
        throw new OnnxError(
          'nodes without a cycle',
          `node ${JSON.stringify(node.name)} and node ` +
            `${JSON.stringify(nodes[circular]?.name)} depending on each other`,
        );
      }
      // Reversed, so that the first in file order is on top.
      stack.push(...waiting.reverse());
    }
  }
  return sorted;
}

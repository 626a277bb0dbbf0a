import type { Node } from './graph.js';

/** A node whose attributes are read by name; one of another type counts as absent. */
export class NodeAttributes {
  constructor(readonly node: Node) {}

  int(name: string, otherwise: number): number {
    const attribute = this.node.attributes.get(name);
    return attribute?.type === 'int' ? attribute.value : otherwise;
  }

  float(name: string, otherwise: number): number {
    const attribute = this.node.attributes.get(name);
    return attribute?.type === 'float' ? attribute.value : otherwise;
  }

  string(name: string, otherwise: string): string {
    const attribute = this.node.attributes.get(name);
    return attribute?.type === 'string' ? attribute.value : otherwise;
  }

  ints(name: string): readonly number[] | undefined {
    const attribute = this.node.attributes.get(name);
    return attribute?.type === 'ints' ? attribute.value : undefined;
  }
}

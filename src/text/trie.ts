/**
 * Prefix tree over a vocabulary, by UTF-16 unit. One map for all edges: a map a node would take
 * ten times the memory. Node 0 is the root.
 */
export class Trie {
  private readonly edges = new Map<number, number>();
  private readonly ids: number[] = [-1];

  add(token: string, id: number): void {
    let node = 0;
    for (let i = 0; i < token.length; i++) {
      const edge = node * UNITS + token.charCodeAt(i);
      let child = this.edges.get(edge);
      if (child === undefined) {
        child = this.ids.length;
        this.ids.push(-1);
        this.edges.set(edge, child);
      }
      node = child;
    }
    this.ids[node] = id;
  }

  /** The node one unit further, -1 where no token goes on like this. */
  step(node: number, unit: number): number {
    return this.edges.get(node * UNITS + unit) ?? -1;
  }

  /** The id of the token that ends at a node, -1 when none does. */
  idAt(node: number): number {
    return this.ids[node] ?? -1;
  }
}

const UNITS = 0x10000;

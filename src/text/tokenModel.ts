/** One token of a pre-token: where it lies inside it, in UTF-16 units, half-open. */
export interface Piece {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** The vocabulary and the rule by which it cuts a pre-token. */
export interface Model {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknown: number | undefined;
  /** The pieces of a pre-token, in order, with spans by construction. Cost: at most n·log n. */
  pieces(preToken: string): Piece[];
}

/** The page may still have to load, and a large matrix takes a moment to draw. */
const patienceMs = 20_000;

/** Pictures asked of the panel's page, which answers in its own time, or is not there yet. */
export class PictureRequests {
  private readonly waiting = new Map<number, (png: Uint8Array | null) => void>();
  private nextId = 1;

  constructor(private readonly send: (id: number) => void) {}

  /** null where there is nothing to draw, or no answer came in time. */
  ask(): Promise<Uint8Array | null> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.arrived(id, null), patienceMs);
      this.waiting.set(id, (png) => {
        clearTimeout(timer);
        resolve(png);
      });
      this.send(id);
    });
  }

  /** The page is new and has not heard of what was asked before. */
  again(): void {
    for (const id of this.waiting.keys()) this.send(id);
  }

  arrived(id: number, png: Uint8Array | null): void {
    this.waiting.get(id)?.(png);
    this.waiting.delete(id);
  }
}

import type { Memento } from 'vscode';

const key = 'recentModels';

/** More would push the actions below them out of sight. */
const capacity = 8;

/** Models that were selected before, the latest first; kept on this machine. */
export class RecentModels {
  constructor(private readonly state: Memento) {}

  get names(): readonly string[] {
    const kept = this.state.get<unknown>(key);
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  }

  async add(model: string): Promise<void> {
    const others = this.names.filter((name) => name !== model);
    await this.state.update(key, [model, ...others].slice(0, capacity));
  }
}

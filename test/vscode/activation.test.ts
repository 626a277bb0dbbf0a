import assert from 'node:assert/strict';
import { note } from './support/note.js';
import { extension } from './support/hitlight.js';

/** Alphabetically first, so that nothing has activated the extension yet. */
describe('activation', () => {
  it('waits until it is needed', () => {
    assert.equal(extension().isActive, false);
  });

  it('takes no time that a person would notice', async () => {
    const start = performance.now();
    await extension().activate();
    const elapsed = performance.now() - start;
    note(`activation took ${elapsed.toFixed(0)} ms, loading of its code included`);
    // Ten times the goal of 50 ms: this machine may be busy with other things.
    assert.ok(elapsed < 500, `${elapsed} ms`);
  });
});

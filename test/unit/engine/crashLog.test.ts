import { describe, expect, it } from 'vitest';
import { CrashLog } from '../../../src/engine/crashLog.js';

describe('CrashLog', () => {
  it('allows four crashes and refuses the fifth within three minutes', () => {
    const log = new CrashLog();
    expect([0, 10, 20, 30].map((t) => log.record(t))).toEqual([true, true, true, true]);
    expect(log.record(179_999)).toBe(false);
  });

  it('forgets the oldest when the five span more than three minutes', () => {
    const log = new CrashLog();
    for (const t of [0, 10, 20, 30]) log.record(t);
    expect(log.record(180_001)).toBe(true);
    // 10, 20, 30, 180 001 and this one: again within the window.
    expect(log.record(180_002)).toBe(false);
  });

  it('starts anew after clear', () => {
    const log = new CrashLog(0);
    expect(log.record(0)).toBe(false);
    log.clear();
    expect(new CrashLog(1).record(0)).toBe(true);
  });
});

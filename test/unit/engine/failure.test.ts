import { describe, expect, it } from 'vitest';
import { EngineFailure, toFailure } from '../../../src/engine/failure.js';
import { Failure, parseMessage } from '../../../src/protocol.js';

function named(name: string, message = 'Tokenizer: expected pairs, got a lone surrogate'): Error {
  return Object.assign(new Error(message), { name });
}

describe('toFailure', () => {
  it('keeps the stage of an EngineFailure', () => {
    expect(toFailure(new EngineFailure('input', 'Input: expected text, got none'))).toEqual({
      stage: 'input',
      message: 'Input: expected text, got none',
    });
  });

  it('places errors of other folders by name', () => {
    expect(toFailure(named('TokenizerError')).stage).toBe('tokenizer');
    expect(toFailure(named('OnnxError')).stage).toBe('model');
  });

  it('calls everything unknown a failed run, without its stack', () => {
    const failure = toFailure(new TypeError('x is not a function'));
    expect(failure).toEqual({ stage: 'run', message: 'x is not a function' });
    expect(toFailure('thrown text')).toEqual({ stage: 'run', message: 'thrown text' });
  });

  it('always yields a valid, bounded failure', () => {
    for (const thrown of [null, undefined, 3, {}, new Error(''), new Error('x'.repeat(10_000))]) {
      const failure = toFailure(thrown);
      expect(parseMessage(Failure, failure)).not.toBeNull();
      expect(failure.message.length).toBeGreaterThan(0);
      expect(failure.message.length).toBeLessThanOrEqual(600);
    }
  });
});

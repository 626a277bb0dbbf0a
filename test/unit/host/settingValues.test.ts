import { describe, expect, it } from 'vitest';
import { SettingProblem, toExplainOptions } from '../../../src/host/settingValues.js';

const defaults = {
  model: 'bundled',
  layer: 'middle',
  reference: 'auto',
  tolerance: 0.001,
  level: 'token',
};

describe('toExplainOptions', () => {
  it('takes the defaults', () => {
    expect(toExplainOptions(defaults)).toEqual({
      model: 'bundled',
      layer: 'middle',
      reference: 'auto',
      accuracy: { tolerance: 0.001 },
      level: 'token',
    });
  });

  it('takes a model folder by its absolute path', () => {
    expect(toExplainOptions({ ...defaults, model: ' /models/mine ' }).model).toBe('/models/mine');
  });

  it('takes a Hub id, with what is remembered of it, whatever its revision or file', () => {
    const pooling = { 'org/tiny': 'cls', '/models/mine': 'max' };
    const prefixes = { 'org/tiny': { query: 'query: ' }, 'org/tiny@v2': { passage: 'text: ' } };
    const of = (model: string) => toExplainOptions({ ...defaults, model, pooling, prefixes });
    expect(of('org/tiny')).toMatchObject({ model: 'org/tiny', pooling: 'cls', prefixA: 'query: ' });
    expect(of('org/tiny')).not.toHaveProperty('prefixB');
    expect(of('org/tiny:onnx/model_int8.onnx')).toMatchObject({ pooling: 'cls' });
    expect(of('org/tiny@v2')).toMatchObject({ prefixB: 'text: ', pooling: 'cls' });
    expect(of('/models/mine')).toMatchObject({ pooling: 'max' });
    expect(of('bundled')).not.toHaveProperty('pooling');
  });

  it('takes what becomes of long texts, and a limit of tokens of one’s own', () => {
    expect(toExplainOptions({ ...defaults, longText: 'windows', maxTokens: 512 })).toMatchObject({
      ...{ longText: 'windows', maxTokens: 512 },
    });
    expect(toExplainOptions({ ...defaults, maxTokens: 0 })).toMatchObject({ maxTokens: 0 });
    expect(toExplainOptions({ ...defaults, level: 'sentence' }).level).toBe('sentence');
  });

  it('takes layers by number, also as text, and references by id', () => {
    expect(toExplainOptions({ ...defaults, layer: 3 }).layer).toBe(3);
    expect(toExplainOptions({ ...defaults, layer: '0' }).layer).toBe(0);
    expect(toExplainOptions({ ...defaults, reference: 'id:1028' }).reference).toEqual({ id: 1028 });
  });

  it.each([
    ['model', ''],
    ['model', './models/mine'],
    ['model', 'mine'],
    ['pooling', { bundled: 'median' }],
    ['prefixes', { bundled: 'query: ' }],
    ['prefixes', { bundled: { query: 1 } }],
    ['layer', 'deepest'],
    ['layer', -1],
    ['reference', 'id:x'],
    ['tolerance', 0],
    ['tolerance', '0.1'],
    ['level', 'letter'],
    ['longText', 'skip'],
    ['maxTokens', 7],
    ['maxTokens', 300.5],
  ] as const)('names the setting %s when it is %j', (setting, value) => {
    const act = () => toExplainOptions({ ...defaults, [setting]: value });
    expect(act).toThrow(SettingProblem);
    expect(act).toThrow(`hitlight.${setting}`);
  });
});

import { describe, expect, it } from 'vitest';
import { formatMegabytes } from '../../../../src/host/models/formatBytes.js';
import { isAllowed, modelKey, modelName } from '../../../../src/host/models/modelSetting.js';
import { RecentModels } from '../../../../src/host/models/recentModels.js';
import { proxyEnvironment } from '../../../../src/host/proxyEnvironment.js';

describe('the name of a model', () => {
  it.each([
    ...['bundled', '/models/mine', '/models/a b/model.onnx', '~/models/mine'],
    ...['org/tiny', 'org/tiny@v1.0', 'org/tiny@refs/pr/3:onnx/model_int8.onnx'],
  ])('may be %s', (name) => expect(modelName(` ${name} `)).toBe(name));

  it.each(['', 'mine', './org', '../a/b', 'a/b/c', 'org/tiny:readme.md', 7, null])(
    'is never %j',
    (name) => expect(modelName(name)).toBe(null),
  );

  it('shares what is remembered between revisions and files of one id', () => {
    expect(modelKey('org/tiny@v1:onnx/model.onnx')).toBe('org/tiny');
    expect(modelKey('/models/mine')).toBe('/models/mine');
  });

  it('matters in Restricted Mode, where only the bundled model is read', () => {
    expect(isAllowed('bundled', false)).toBe(true);
    expect(isAllowed('org/tiny', false)).toBe(false);
    expect(isAllowed('/models/mine', true)).toBe(true);
  });
});

describe('recent models', () => {
  function memento(): ConstructorParameters<typeof RecentModels>[0] {
    const kept = new Map<string, unknown>();
    return {
      keys: () => [...kept.keys()],
      get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    } as ConstructorParameters<typeof RecentModels>[0];
  }

  it('are few, each once, the latest first', async () => {
    const recent = new RecentModels(memento());
    for (const name of ['a/a', 'b/b', 'a/a']) await recent.add(name);
    expect(recent.names).toEqual(['a/a', 'b/b']);
    for (let i = 0; i < 20; i++) await recent.add(`org/m${i}`);
    expect(recent.names).toHaveLength(8);
  });

  it('survive a value that someone else wrote', async () => {
    const state = memento();
    await state.update('recentModels', { a: 1 });
    expect(new RecentModels(state).names).toEqual([]);
  });
});

describe("VS Code's proxy", () => {
  it('becomes the variables that the engine reads, in both spellings', () => {
    const proxy = ' http://proxy:3128 ';
    expect(
      proxyEnvironment({ proxy, noProxy: ['localhost', '.corp'], support: 'override' }),
    ).toEqual({
      ...{ HTTP_PROXY: 'http://proxy:3128', http_proxy: 'http://proxy:3128' },
      ...{ HTTPS_PROXY: 'http://proxy:3128', https_proxy: 'http://proxy:3128' },
      ...{ NO_PROXY: 'localhost,.corp', no_proxy: 'localhost,.corp' },
    });
  });

  it('leaves the environment alone where it is not set, or switched off', () => {
    const noProxy: unknown = [];
    expect(proxyEnvironment({ proxy: '', noProxy, support: 'override' })).toEqual({});
    expect(proxyEnvironment({ proxy: undefined, noProxy, support: undefined })).toEqual({});
    expect(proxyEnvironment({ proxy: 'http://proxy:1', noProxy, support: 'off' })).toEqual({});
  });
});

describe('sizes', () => {
  it('are told in megabytes', () => {
    expect(formatMegabytes(90_900_000, 'en')).toBe('91 MB');
    expect(formatMegabytes(420_000, 'en')).toBe('0.4 MB');
  });
});

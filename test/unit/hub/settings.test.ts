import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkedEndpoint, checkedToken, hubSettings } from '../../../src/hub/settings.js';
import { temporaryFolder, writeFiles } from '../../support/hubModels.js';

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const settings = (environment: Record<string, string> = {}) =>
  hubSettings(environment, home.folder);
const standard = () => path.join(home.folder, '.cache/huggingface');

describe("the cache's folder", () => {
  it.each([
    [{}, '.cache/huggingface/hub'],
    [{ XDG_CACHE_HOME: '~/x' }, 'x/huggingface/hub'],
    [{ HF_HOME: '~/hf', XDG_CACHE_HOME: '/x' }, 'hf/hub'],
    [{ HF_HUB_CACHE: '~/c', HF_HOME: '/hf' }, 'c'],
    [{ HUGGINGFACE_HUB_CACHE: '~/old' }, 'old'],
    [{ HF_HUB_CACHE: '', HF_HOME: '~/hf' }, 'hf/hub'],
    [{ HF_HOME: '~/${WHERE}/$DEEP', WHERE: 'a', DEEP: 'b' }, 'a/b/hub'],
  ])('with %o is %s', (environment, folder) => {
    expect(settings(environment as unknown as Record<string, string>).cacheFolder).toBe(
      path.join(home.folder, folder),
    );
  });
});

describe('the token', () => {
  it('comes from variables, then from the file that `hf auth login` writes', () => {
    expect(settings().token).toBeNull();
    writeFiles(standard(), { token: 'hf_file\n' });
    expect(settings().token).toBe('hf_file');
    expect(settings({ HUGGING_FACE_HUB_TOKEN: 'hf_old' }).token).toBe('hf_old');
    expect(settings({ HF_TOKEN: ' hf_new ', HUGGING_FACE_HUB_TOKEN: 'hf_old' }).token).toBe(
      'hf_new',
    );
    expect(settings({ HF_HUB_DISABLE_IMPLICIT_TOKEN: '1', HF_TOKEN: 'x' }).token).toBeNull();
    writeFiles(home.folder, { 'elsewhere/token': 'hf_else' });
    expect(settings({ HF_TOKEN_PATH: '~/elsewhere/token' }).token).toBe('hf_else');
    expect(settings({ HF_HOME: '~/elsewhere' }).token).toBe('hf_else');
  });

  it('must be able to stand in a header, and is not repeated where it cannot', () => {
    const ask = () => checkedToken(settings({ HF_TOKEN: 'hf_sécret' }));
    expect(ask).toThrow('expected one line of printable characters as the Hub token');
    expect(ask).not.toThrow('hf_');
  });
});

describe('the endpoint', () => {
  it.each([
    [{}, 'https://huggingface.co'],
    [{ HF_ENDPOINT: 'https://mirror.example/hub/' }, 'https://mirror.example/hub'],
    [{ HF_ENDPOINT: '' }, 'https://huggingface.co'],
  ])('with %o is %s', (environment, endpoint) => {
    expect(checkedEndpoint(settings(environment as unknown as Record<string, string>))).toBe(
      endpoint,
    );
  });

  it('that is none hinders no one from using the cache', () => {
    expect(settings({ HF_ENDPOINT: 'nonsense' }).cacheFolder).toBe(path.join(standard(), 'hub'));
  });
});

describe('offline', () => {
  it.each([
    [{ HF_HUB_OFFLINE: '1' }, true],
    [{ TRANSFORMERS_OFFLINE: 'yes' }, true],
    [{ HF_HUB_OFFLINE: '0' }, false],
    [{}, false],
  ])('with %o is %s', (environment, offline) => {
    expect(settings(environment as unknown as Record<string, string>).offline).toBe(offline);
  });
});

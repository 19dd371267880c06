import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { originOf, readAccess, saveAccess, settingsPath } from './settings.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'playbooks-cli-'));
});
afterEach(() => rm(home, { recursive: true }));

const kept = { origin: 'https://a.example', key: 'pbk_live_abc_def', orgId: null };
const env = (more: Record<string, string> = {}) => ({ XDG_CONFIG_HOME: home, ...more });

describe('address and key', () => {
  it('are kept for one person alone, also in a file that was there before', async () => {
    const path = settingsPath(env());
    await saveAccess(path, kept);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o644);
    await expect(readAccess({}, env())).rejects.toThrow('Others on this machine may read');
    await saveAccess(path, kept);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readAccess({ org: 'org_1' }, env())).toEqual({ ...kept, orgId: 'org_1' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ origin: kept.origin, key: kept.key });
  });

  it('belong together: a kept key goes to no other address', async () => {
    await saveAccess(settingsPath(env()), kept);
    await expect(readAccess({ origin: 'https://b.example' }, env())).rejects.toThrow(
      'no API key for https://b.example',
    );
    const elsewhere = env({ PLAYBOOKS_ORIGIN: 'https://b.example', PLAYBOOKS_API_KEY: 'pbk_live_b_b' });
    expect(await readAccess({}, elsewhere)).toMatchObject({ origin: 'https://b.example', key: 'pbk_live_b_b' });
    expect(await readAccess({ origin: 'a.example/x' }, env())).toEqual(kept);
  });

  it('that are not there, or cannot be read, say what to do', async () => {
    await expect(readAccess({}, env())).rejects.toMatchObject({
      name: 'UsageError',
      fix: expect.stringContaining('login'),
    });
    await saveAccess(settingsPath(env()), kept);
    await writeFile(settingsPath(env()), '{');
    await expect(readAccess({}, env())).rejects.toMatchObject({ fix: expect.stringContaining('anew') });
  });

  it('are sent in the clear to this machine only', () => {
    expect(originOf('http://127.0.0.1:5000/app')).toBe('http://127.0.0.1:5000');
    expect(originOf('shop.example')).toBe('https://shop.example');
    expect(() => originOf('http://shop.example')).toThrow('in the clear');
    expect(() => originOf('ftp://shop.example')).toThrow('no address');
    expect(() => originOf('https://')).toThrow('no address');
  });
});

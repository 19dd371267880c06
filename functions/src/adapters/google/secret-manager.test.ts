import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretClient } from '../../../../local/src/testing/google-client.ts';
import { createHandClock, type HandClock } from '../../../test/kit/clock.ts';
import { log } from '../../../test/kit/engine-kit.ts';
import { type LocalGoogle, projectId, startLocalGoogle } from '../../../test/kit/local-google.ts';
import type { Secrets } from '../../core/ports.ts';
import { createSecretManager } from './secret-manager.ts';
import { writeSecret } from './secret-writes.ts';

const NAME = 'tenant-aaaabbbbccccddddeeeeffff-connection-fax';

let google: LocalGoogle;
let client: ReturnType<typeof secretClient>;
let clock: HandClock;
/** Two instances that know nothing of one another. */
let [here, there]: Secrets[] = [];
beforeEach(async () => {
  google = await startLocalGoogle();
  client = secretClient(Number(google.env.SECRET_MANAGER_EMULATOR_HOST?.split(':')[1]));
  clock = createHandClock('2026-11-23T13:00:00Z');
  [here, there] = [createSecretManager(google.config, clock, log), createSecretManager(google.config, clock, log)];
});
afterEach(async () => {
  await client.close();
  await google.close();
});

const parent = `projects/${projectId}/secrets/${NAME}`;
const states = async () => {
  const [versions] = await client.listSecretVersions({ parent });
  return versions.map(({ state }) => state);
};

describe('a secret that is written', () => {
  it('is made when it is new, and has one version that can be read, however often it is written', async () => {
    for (const value of ['one', 'two', 'three']) await here?.write(NAME, value);
    expect(await states()).toEqual(['ENABLED', 'DESTROYED', 'DESTROYED']);
    expect([await here?.read(NAME), await there?.read(NAME)]).toEqual(['three', 'three']);
    const [secret] = await client.getSecret({ name: parent });
    expect(secret.labels).toEqual({ 'managed-by': 'playbooks' });
  });

  it('by two at once has one version in the end', async () => {
    await here?.write(NAME, 'zero');
    await Promise.all([here?.write(NAME, 'one'), there?.write(NAME, 'two')]);
    expect((await states()).filter((state) => state === 'ENABLED')).toHaveLength(1);
    expect(['one', 'two']).toContain(await createSecretManager(google.config, clock, log).read(NAME));
  });

  it('is made anew, or stays away, when somebody deletes it meanwhile', async () => {
    const racing = (when: 'addSecretVersion' | 'listSecretVersions') => {
      let isFirst = true;
      return new Proxy(client, {
        get: (target, key) => async (request: never, options: never) => {
          if (key === when && isFirst) await client.deleteSecret({ name: parent });
          isFirst &&= key !== when;
          return Reflect.apply(Reflect.get(target, key), target, [request, options]);
        },
      });
    };
    const at = { parent: `projects/${projectId}` };
    await writeSecret({ ...at, client: racing('addSecretVersion') }, NAME, 'one');
    expect(await there?.read(NAME)).toBe('one');
    await writeSecret({ ...at, client: racing('listSecretVersions') }, NAME, 'two');
    expect(await createSecretManager(google.config, clock, log).read(NAME)).toBeNull();
  });

  it('goes on when a writer died before it tidied up: the newest is read, the next write tidies', async () => {
    await here?.write(NAME, 'one');
    await client.addSecretVersion({ parent, payload: { data: Buffer.from('two') } });
    expect(await there?.read(NAME)).toBe('two');
    await there?.write(NAME, 'three');
    expect((await states()).filter((state) => state === 'ENABLED')).toHaveLength(1);
  });

  it('is read by other instances within two minutes, and at once by whoever knows since when it is another', async () => {
    await here?.write(NAME, 'one');
    expect(await there?.read(NAME)).toBe('one');
    await clock.advance(30_000);
    await here?.write(NAME, 'two');
    expect([await here?.read(NAME), await there?.read(NAME)]).toEqual(['two', 'one']);
    expect(await there?.read(NAME, clock.now())).toBe('two');
    expect(await there?.read(NAME)).toBe('two');
    await here?.write(NAME, 'three');
    await clock.advance(121_000);
    expect(await there?.read(NAME)).toBe('three');
  });

  it('is gone when it is deleted, also the second time', async () => {
    await here?.write(NAME, 'one');
    await here?.delete(NAME);
    await here?.delete(NAME);
    expect(await here?.read(NAME)).toBeNull();
    await here?.write(NAME, 'two');
    expect(await here?.read(NAME)).toBe('two');
  });

  it('is listed by how its name begins, and by no other part of it', async () => {
    await here?.write(NAME, 'one');
    await here?.write(`x-${NAME}`, 'two');
    expect(await here?.list(NAME.slice(0, 31))).toEqual([NAME]);
    expect(await here?.list('tenant-zzzz')).toEqual([]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { Death, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { MemorySecrets } from '../../../test/kit/secrets.ts';
import type { Connection } from '../../model/connection.ts';
import { queries } from '../../model/query.ts';
import { NonRetriableError, RetriableError } from '../engine/errors.ts';
import { deleteConnection, rotateConnection, testConnection, updateConnection } from './change-connection.ts';
import { by, connector, createDeskWorld, type DeskWorld, wish } from './connection.fixture.ts';
import { type ConnectionDesk, connectionsOf, createConnection } from './connection.ts';
import { secretNameOf } from './connection-secret.ts';
import { openConnection } from './open-connection.ts';
import { ownerOf, secretsOf } from './tenant-secret.ts';

let world: DeskWorld;
let kit: EngineKit;
let secrets: MemorySecrets;
let desk: ConnectionDesk;

beforeEach(async () => {
  world = await createDeskWorld();
  ({ kit, secrets, desk } = world);
});

const named = async (id: string) => (await kit.store.get(paths.connection(id)))?.data ?? null;
const ids = async () => (await connectionsOf(kit.store, orgId)).map(({ id }) => id);
const open = (id: string | null = null) => world.open(id);

describe('a connection that is made', () => {
  it('takes the first free id, and its secret lies where nothing but its owner and id lead to', async () => {
    for (const id of ['fax', 'fax_2', 'fax_3']) expect((await createConnection(desk, by, wish)).id).toBe(id);
    await deleteConnection(desk, by, 'fax_2');
    expect((await createConnection(desk, by, wish)).id).toBe('fax_2');
    expect([...secrets.values.keys()].toSorted()).toEqual((await ids()).map((id) => secretNameOf(orgId, id)));
    expect((await open('fax_2')).secrets).toEqual({ key: 'key-of-2026', note: null });
    expect(ownerOf(secretNameOf(orgId, 'fax'))).toBe(secretsOf(orgId));
    expect([ownerOf('CRON_SECRET'), secretsOf('org_b') === secretsOf(orgId)]).toEqual([null, false]);
  });

  it('by two at once is two', async () => {
    const made = await Promise.all([createConnection(desk, by, wish), createConnection(desk, by, wish)]);
    expect(made.map(({ id }) => id).toSorted()).toEqual(['fax', 'fax_2']);
    const defaults = (await connectionsOf(kit.store, orgId)).filter(({ data }) => data.isDefault);
    expect(defaults).toHaveLength(1);
  });

  it('is not complete when its maker dies before the secret is written, and says so', async () => {
    kit.deaths.add('connection_claimed');
    await expect(createConnection(desk, by, wish)).rejects.toThrow(Death);
    const incomplete = { code: 'connection_incomplete', message: expect.stringContaining('key') };
    await expect(open()).rejects.toMatchObject(incomplete);
    expect((await testConnection(desk, by, 'fax'))?.data).toMatchObject({ status: 'failing' });
    await rotateConnection(desk, by, 'fax', { key: 'another-key' });
    expect((await open()).secrets.key).toBe('another-key');
  });

  it('is not there when its secret cannot be kept', async () => {
    const broken = { ...desk, secrets: { ...secrets, write: () => Promise.reject(new Error('no')) } };
    await expect(createConnection(broken, by, wish)).rejects.toThrow('no');
    expect(await ids()).toEqual([]);
  });

  it('is refused with each field that is wrong, and with the door’s own words', async () => {
    const wrong = { ...wish, settings: { host: 1, more: 2 }, secrets: { key: 'short' } };
    const refused = createConnection(desk, by, wrong as never);
    const fields = ['settings.host', 'settings', 'secrets.key'];
    await expect(refused).rejects.toMatchObject({ code: 'invalid', errors: fields.map((path) => ({ path })) });
    const inside = { ...desk, checkHost: () => Promise.reject(new NonRetriableError('It is inside.')) };
    await expect(createConnection(inside, by, wish)).rejects.toMatchObject({ errors: [{ message: 'It is inside.' }] });
    expect([await ids(), secrets.values.size]).toEqual([[], 0]);
  });

  it('is one of 100', async () => {
    for (let count = 0; count < 100; count++) await createConnection(desk, by, wish);
    await expect(createConnection(desk, by, wish)).rejects.toMatchObject({ code: 'too_many' });
  });
});

describe('other settings', () => {
  const settings = { host: 'b.example' };
  beforeEach(() => createConnection(desk, by, wish));

  it('that lead elsewhere take the secrets again; others do not', async () => {
    await expect(updateConnection(desk, by, 'fax', { settings })).rejects.toMatchObject({ code: 'secrets_needed' });
    await updateConnection(desk, by, 'fax', { settings: { host: 'a.example', tray: 2 } });
    expect((await open()).settings).toEqual({ host: 'a.example', tray: 2 });
    await updateConnection(desk, by, 'fax', { settings, secrets: { key: 'key-for-b' } });
    expect(await open()).toMatchObject({ settings: { host: 'b.example' }, secrets: { key: 'key-for-b' } });
  });

  it('never let a secret out to where it was not entered for, whoever dies or writes when', async () => {
    kit.deaths.add('connection_secret_kept');
    const update = updateConnection(desk, by, 'fax', { settings, secrets: { key: 'key-for-b' } });
    await expect(update).rejects.toThrow(Death);
    const elsewhere = { code: 'connection_incomplete', message: expect.stringContaining('another address') };
    await expect(open()).rejects.toMatchObject(elsewhere);
    // The document by hand; the secret of one connection under the name of another.
    secrets.values.set(secretNameOf(orgId, 'fax'), JSON.stringify(wish));
    const { path } = paths.connection('fax');
    await kit.store.commit([{ op: 'update', path, fields: { settings } }]);
    await expect(open()).rejects.toThrow('another address');
    secrets.values.set(secretNameOf(orgId, 'fax'), JSON.stringify({ ...wish, connector: 'mail', settings }));
    await expect(open()).rejects.toThrow('another address');
  });
});

describe('a connection that does not work', () => {
  const alerts = async () =>
    (await kit.store.query(queries.alerts(orgId, { limit: 9 }))).map(({ data }) => [
      ...[data?.code, data?.subject, data?.message, data?.count],
      data?.resolvedAt === null,
    ]);
  const says = (answer: () => string) => {
    world.vendor.says = answer;
    return testConnection(desk, by, 'fax');
  };
  const gone = () => {
    throw new NonRetriableError('The key has expired');
  };
  beforeEach(() => createConnection(desk, by, wish));

  it('is an alert until it works or is deleted', async () => {
    await says(gone);
    await says(gone);
    expect(await alerts()).toEqual([['connection_failing', 'fax', 'The key has expired', 2, true]]);
    await says(() => 'a machine');
    expect(await alerts()).toEqual([['connection_failing', 'fax', 'The key has expired', 2, false]]);
    await says(gone);
    expect(await alerts()).toMatchObject([[...Array(3).fill(expect.anything()), 1, true]]);
    await deleteConnection(desk, by, 'fax');
    expect(await alerts()).toMatchObject([[...Array(4).fill(expect.anything()), false]]);
  });
});

describe('other secrets', () => {
  beforeEach(() => createConnection(desk, by, wish));

  it('are not kept when the vendor refuses them, and are when he is not there', async () => {
    world.vendor.says = (key) => {
      throw new NonRetriableError(`${key} is wrong`);
    };
    const refused = rotateConnection(desk, by, 'fax', { key: 'wrong-key-1' });
    await expect(refused).rejects.toMatchObject({
      code: 'secrets_refused',
      message: expect.not.stringContaining('key-1'),
    });
    expect((await open()).secrets.key).toBe('key-of-2026');
    world.vendor.says = () => {
      throw new RetriableError('It is not there');
    };
    const rotated = await rotateConnection(desk, by, 'fax', { key: 'right-key-1' });
    expect(rotated?.data).toMatchObject({
      status: 'failing',
      statusText: 'It is not there',
      rotatedAt: kit.clock.now(),
    });
    expect((await open()).secrets.key).toBe('right-key-1');
  });

  it('of one that is deleted meanwhile are nobody’s', async () => {
    const racing = {
      ...secrets,
      write: async (name: string, value: string) => {
        await deleteConnection(desk, by, 'fax');
        await secrets.write(name, value);
      },
    };
    expect(await rotateConnection({ ...desk, secrets: racing }, by, 'fax', { key: 'late-key-1' })).toBeNull();
    expect(secrets.values.size).toBe(0);
  });

  it('are asked for from when they were put in, whatever another instance has kept', async () => {
    const since: unknown[] = [];
    const services = {
      ...kit.engine.services,
      secret: (name: string, from?: Date | null) => secrets.read(name, since.push(from) ? from : from),
    };
    const opened = () => openConnection({ store: kit.store, services }, orgId, connector, 'fax');
    await opened();
    const createdAt = kit.clock.now();
    await kit.clock.advance(60_000);
    await rotateConnection(desk, by, 'fax', { key: 'right-key-1' });
    await opened();
    expect(since).toEqual([createdAt, kit.clock.now()]);
  });
});

describe('a test', () => {
  beforeEach(() => createConnection(desk, by, wish));
  const tested = async () => (await testConnection(desk, by, 'fax'))?.data;

  it('keeps with what it speaks, and never a secret, however it is quoted', async () => {
    expect(await tested()).toMatchObject({ status: 'working', statusText: 'a machine', checkedAt: kit.clock.now() });
    for (const turned of [
      (key: string) => key,
      (key: string) => key.toUpperCase(),
      (key: string) => [...key].reverse().join(''),
      (key: string) => Buffer.from(`user:${key}`).toString('base64'),
      (key: string) => Buffer.from(key).toString('hex'),
    ]) {
      world.vendor.says = (key) => `says ${turned(key)}`;
      expect((await tested())?.statusText).toMatch(/^says \S*<omitted>/);
      world.vendor.says = (key) => {
        throw new NonRetriableError(`refuses ${turned(key)}`);
      };
      expect(await tested()).toMatchObject({
        status: 'failing',
        statusText: expect.stringMatching(/^refuses \S*<omitted>/),
      });
    }
  });

  it('draws no map of a private network, and tells nothing of what broke on our side', async () => {
    world.vendor.says = () => {
      throw new NonRetriableError('db.internal leads to 10.1.2.3', { code: 'blocked_address' });
    };
    expect((await tested())?.statusText).toBe('That address cannot be called: it is not on the public internet.');
    world.vendor.says = (key) => {
      throw new TypeError(`cannot read ${key}`);
    };
    expect((await tested())?.statusText).toBe('The test failed on our side. Try again later.');
  });

  it('ends after 20 s', async () => {
    world.vendor.says = () => new Promise(() => undefined) as unknown as string;
    const waiting = tested();
    for (let second = 0; second < 25; second++) await kit.clock.advance(1_000);
    expect((await waiting)?.statusText).toContain('20 s');
  });

  it('of one that is gone is none', async () => {
    expect(await testConnection(desk, by, 'fax_9')).toBeNull();
  });
});

describe('a connection that is deleted', () => {
  it('is deleted again when its deleter dies in between, and opens nothing meanwhile', async () => {
    await createConnection(desk, by, wish);
    kit.deaths.add('connection_secret_deleted');
    await expect(deleteConnection(desk, by, 'fax')).rejects.toThrow(Death);
    await expect(open()).rejects.toMatchObject({ code: 'connection_incomplete' });
    expect(await deleteConnection(desk, by, 'fax')).toBe(true);
    expect([await named('fax'), await deleteConnection(desk, by, 'fax')]).toEqual([null, false]);
  });

  it('passes on to the oldest that it is the default one', async () => {
    for (let count = 0; count < 3; count++) {
      await createConnection(desk, by, wish);
      await kit.clock.advance(1_000);
    }
    await deleteConnection(desk, by, 'fax');
    expect([await named('fax_2'), await named('fax_3')].map((one) => one?.isDefault)).toEqual([true, false]);
  });

  it('can be deleted though nobody can read it', async () => {
    const data: Partial<Connection> = { connector: 'fax' };
    await kit.store.commit([{ op: 'create', path: paths.connection('fax').path, data }]);
    expect(await deleteConnection(desk, by, 'fax')).toBe(true);
  });
});

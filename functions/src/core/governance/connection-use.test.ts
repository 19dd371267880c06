import { beforeEach, describe, expect, it } from 'vitest';
import { type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { MemorySecrets } from '../../../test/kit/secrets.ts';
import { deleteConnection } from './change-connection.ts';
import { any, by, createDeskWorld, type DeskWorld, wish } from './connection.fixture.ts';
import { type ConnectionDesk, createConnection } from './connection.ts';
import { secretNameOf } from './connection-secret.ts';
import { missingConnections, playbooksUsing } from './connection-use.ts';

let world: DeskWorld;
let kit: EngineKit;
let secrets: MemorySecrets;
let desk: ConnectionDesk;

beforeEach(async () => {
  world = await createDeskWorld();
  ({ kit, secrets, desk } = world);
});

describe('a connection that is opened', () => {
  const code = (id: string | null = null) =>
    world.open(id).then(
      () => 'open',
      (error: { code: string }) => error.code,
    );

  it('is told apart: not there, or there and broken', async () => {
    expect([await code(), await code('fax'), await code('../fax')]).toEqual(Array(3).fill('not_connected'));
    await createConnection(desk, by, wish);
    await createConnection(desk, by, wish);
    expect([await code(), await code('fax'), await code('fax_2')]).toEqual(Array(3).fill('open'));
    await secrets.delete(secretNameOf(orgId, 'fax'));
    // The other one is whole, and is not taken for the default.
    expect([await code(), await code('fax'), await code('fax_2')]).toEqual([
      'connection_incomplete',
      'connection_incomplete',
      'open',
    ]);
  });

  it('is broken when its document cannot be read, the default one as well', async () => {
    await createConnection(desk, by, wish);
    const { path } = paths.connection('fax');
    await kit.store.commit([{ op: 'update', path, fields: { status: 'never' } }]);
    expect([await code(), await code('fax')]).toEqual(['connection_incomplete', 'connection_incomplete']);
    // Its id is taken all the same, and the next one is the default.
    expect((await createConnection(desk, by, wish)).id).toBe('fax_2');
    expect([await code(), await code('fax_2')]).toEqual(['open', 'open']);
  });
});

describe('what playbooks take', () => {
  const taking = (connection: string | null) => [{ id: 'a', action: 'send_fax', params: { connection } }];
  const missing = async (connection: string | null) => {
    const steps = taking(connection).map((step) => ({ steps: [], branches: [], errorSteps: [], ...step }));
    return (await missingConnections(world.use, orgId, steps as never)).map((one) => one.connection);
  };

  it('is missing where it is not there, by its name or any', async () => {
    expect([await missing(null), await missing('fax')]).toEqual([[null], ['fax']]);
    await createConnection(desk, by, wish);
    expect([await missing(null), await missing('fax'), await missing('fax_2')]).toEqual([[], [], ['fax_2']]);
  });

  it('is not missing where the platform has one for everybody', async () => {
    const ofAll = { ...any, platformSecret: 'FAX_KEY' };
    const desk = { ...world.use, connectors: { get: () => ofAll, all: () => [ofAll] } };
    const steps = taking(null).map((step) => ({ steps: [], branches: [], errorSteps: [], ...step }));
    expect(await missingConnections(desk, orgId, steps as never)).toHaveLength(1);
    await secrets.write('FAX_KEY', 'everybodys');
    expect(await missingConnections(desk, orgId, steps as never)).toEqual([]);
  });

  it('is lost by those that name it, and by all where it is the last one', async () => {
    for (let count = 0; count < 2; count++) await createConnection(desk, by, wish);
    const createdAt = kit.clock.now();
    const unnamed = await kit.playbook(taking(null), { createdAt });
    const inner = [{ id: 'loop', action: 'for_each', params: { items: [1] }, steps: taking('fax') }];
    const first = await kit.playbook(inner, { createdAt, name: 'First' });
    await kit.playbook(taking('fax'), { createdAt, status: 'archived' });
    const lost = async (id: string) => (await playbooksUsing(world.use, orgId, id)).map(({ playbookId }) => playbookId);
    expect([await lost('fax'), await lost('fax_2'), await lost('fax_9')]).toEqual([[first], [], []]);
    await deleteConnection(desk, by, 'fax_2');
    expect((await lost('fax')).toSorted()).toEqual([unnamed, first].toSorted());
  });
});

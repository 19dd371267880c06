import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/entrypoints/http/server.ts';
import { type ApiKit, type CallOptions, startApi } from '../kit/api-kit.ts';
import { named, rowOf, send } from '../kit/api-matrix.ts';
import { createWorlds, type Place } from '../kit/api-world.ts';

// Apart from the other routes: some of these are rounds over all tenants, and those leave hundreds of them behind.
let api: ApiKit;
let place: Place;
beforeAll(async () => {
  api = await startApi({ REQUESTS_A_MINUTE: '1000000', OUTBOUND_DETOURS: 'hooks.example=http://127.0.0.1:2/hooks' });
  place = await (await createWorlds(api)).place();
});
afterAll(() => api.close());

describe('what belongs to no tenant', () => {
  const rest = routes.filter(({ access }) => typeof access !== 'object');

  it.each(rest.map((route) => ({ name: named(route), route, row: rowOf(route) })))('$name', async ({ route, row }) => {
    const key = await api.key(place.orgId);
    const status = async (caller: CallOptions) => (await send(api, route, row, place, caller)).status;
    const answers = {
      signedOut: await status({}),
      person: await status({ token: api.token(place.uid('owner')) }),
      key: await status({ key }),
      secret: await status({ token: 'first-secret' }),
    };
    const yes = row.status;
    const expected = {
      public: { signedOut: yes, person: yes, key: yes, secret: yes },
      account: { signedOut: 401, person: yes, key: 401, secret: 401 },
      scheduler: { signedOut: 401, person: 401, key: 401, secret: yes },
      key: { signedOut: 401, person: 401, key: yes, secret: 401 },
    };
    expect(answers).toEqual(expected[route.access as keyof typeof expected]);
  });
});

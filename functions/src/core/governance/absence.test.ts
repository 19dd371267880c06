import { expect, it } from 'vitest';
import { createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { setAbsence } from './absence.ts';

const zone = 'America/New_York';

it('who is away says until which day of the business, and who answers for him; both are on record', async () => {
  const kit = await createConsentKit();
  await kit.member('ed', 'editor');
  await kit.member('eda', 'editor');
  const member = (await kit.store.get(paths.member('ed')))?.data;
  if (member === undefined) throw new Error('Ed is missing');
  const by = { orgId, member, actor: { kind: 'user', id: 'ed', name: 'Ed', from: null } } as const;
  const set = (away: { until: string; delegate: string } | null) => setAbsence(kit.engine, by, away, zone);
  for (const [until, delegate, code] of [
    ['2026-11-22', 'eda', 'bad_absence'],
    ['2027-11-30', 'eda', 'bad_absence'],
    ['2026-11-30', 'ed', 'bad_absence'],
    ['2026-11-30', 'nobody', 'not_found'],
  ] as const) {
    await expect(set({ until, delegate })).rejects.toMatchObject({ code });
  }
  expect(await kit.audited()).toEqual([]);
  const away = { until: new Date('2026-12-01T05:00:00Z'), delegate: 'eda' };
  expect(await set({ until: '2026-11-30', delegate: 'eda' })).toMatchObject({ uid: 'ed', away });
  await set({ until: '2026-11-30', delegate: 'eda' });
  expect((await kit.store.get(paths.member('ed')))?.data.away).toEqual(away);
  await set(null);
  expect((await kit.store.get(paths.member('ed')))?.data.away).toBeNull();
  expect((await kit.audited()).map(({ action }) => action).toSorted()).toEqual(['member.away', 'member.back']);
});

import { expect, it } from 'vitest';
import { createEngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import { top } from '../../model/paths.ts';
import type { Letter } from '../engine/notify/courier.ts';
import { deliverDue } from '../engine/notify/deliver.ts';
import { noteMonth } from '../governance/monthly.ts';

it('what is used up of the month comes by Telegram at 75 and at 90 percent, once each', async () => {
  const kit = await createEngineKit([]);
  const wanted = preferencesSchema.parse({ channels: { alerts: ['telegram'] }, telegram: { to: '77' } });
  await kit.store.commit([
    { op: 'update', path: top.tenant(orgId).path, fields: { 'limits.monthlyExecutions': 1_000 } },
    {
      op: 'set',
      path: paths.preferencesOf('owner').path,
      data: { ...wanted, uid: 'owner', updatedAt: kit.clock.now() },
    },
  ]);
  const letters: Letter[] = [];
  const courier = { carry: async (_: string, letter: Letter) => void letters.push(letter) };
  for (const used of [749, 750, 820, 899, 900, 950]) {
    const tenant = await kit.store.get(top.tenant(orgId));
    if (tenant === null) throw new Error('The tenant is gone');
    await noteMonth(kit.engine, orgId, tenant.data, used);
    await kit.clock.advance(60_000);
    await deliverDue(kit.engine, courier, new Date(kit.clock.now().getTime() + 50_000));
  }
  expect(letters.map(({ channel, to, title }) => [channel, to, title])).toEqual([
    ['telegram', '77', '75 % of the month’s executions are used up'],
    ['telegram', '77', '90 % of the month’s executions are used up'],
  ]);
});

import { expect, it } from 'vitest';
import { evaluateCondition } from '../../engine/expression.ts';
import { contractOf, daily } from '../contract.fixture.ts';
import { sinceLastLook } from './since.ts';

it.each([
  ['every day', '0 9 * * *', '2026-11-24T14:00:00Z', '2026-11-23T14:00:00Z'],
  ['every hour', '0 * * * *', '2026-11-24T14:00:00Z', '2026-11-24T13:00:00Z'],
  ['every quarter of an hour', '*/15 * * * *', '2026-11-24T14:15:00Z', '2026-11-24T14:00:00Z'],
  ['after a night', '0 9-17 * * 1-5', '2026-11-24T14:00:00Z', '2026-11-23T22:00:00Z'],
  ['within a day', '0 9-17 * * 1-5', '2026-11-24T15:00:00Z', '2026-11-24T14:00:00Z'],
  ['after a weekend', '0 9-17 * * 1-5', '2026-11-23T14:00:00Z', '2026-11-20T22:00:00Z'],
  ['every week', '0 12 * * 5', '2026-11-27T17:00:00Z', '2026-11-20T17:00:00Z'],
])('begins with the look before: %s', (_, cron, now, before) => {
  const contract = contractOf({ subject: 'feed', triggers: [{ ...daily, cron } as never] });
  const names = { trigger: { scheduledFor: now }, now: new Date('2026-11-30T00:00:00Z') };
  expect(evaluateCondition(`${sinceLastLook(contract)} == timestamp("${before}")`, names)).toBe(true);
});

it('is the day before, where it is started by hand or by an event', () => {
  const contract = contractOf({ subject: 'feed', triggers: [{ type: 'manual' }] });
  const names = { trigger: { scheduledFor: null }, now: new Date('2026-11-24T14:00:00Z') };
  expect(evaluateCondition(`${sinceLastLook(contract)} == timestamp("2026-11-23T14:00:00Z")`, names)).toBe(true);
});

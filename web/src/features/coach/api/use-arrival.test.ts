import { expect, it } from 'vitest';
import { newsOf } from './use-arrival.ts';

it('takes another score, day or finding for news, and a finding that lasts for none', () => {
  const insight = { date: '2026-11-22', score: 57, known: 85, findings: [] };
  const overdrawn = { id: 'overdrawn', title: 'Overdrawn', text: 'By $10.', since: '2026-11-22' };
  const withFinding = { ...insight, findings: [overdrawn] };
  expect(newsOf({ ...insight, score: 58 })).not.toBe(newsOf(insight));
  expect(newsOf({ ...insight, date: '2026-11-23' })).not.toBe(newsOf(insight));
  expect(newsOf(withFinding)).not.toBe(newsOf(insight));
  expect(newsOf({ ...insight, findings: [{ ...overdrawn, text: 'By $12.' }] })).toBe(newsOf(withFinding));
});

import { describe, expect, it } from 'vitest';
import { orgId, paths, seed } from '../../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../../adapters/memory/memory-store.ts';
import { BUSINESSES } from '../../../model/business.ts';
import { gatherFigures } from '../../coach/gather-figures.ts';
import { healthScore } from '../../coach/health-score.ts';
import { recommend } from '../../coach/recommend.ts';
import { dayOf } from '../../engine/calendar.ts';
import { sampleDocuments } from './documents.ts';

const now = new Date('2026-11-23T11:00:00Z');
const place = { locale: 'en-US', currency: 'USD' };
const shop = { orgId, zone: 'America/New_York', currency: 'USD', today: dayOf('2026-11-23', 'UTC') ?? 0 };

describe('the weeks of a made-up business', () => {
  it.each([...BUSINESSES.map((business) => [business, false] as const), ['gym', true]] as const)(
    'let the coach know all of a %s, and say something (large: %s)',
    async (business, isLarge) => {
      const store = createMemoryStore();
      await seed(store, orgId, now);
      const documents = sampleDocuments(business, { now, currency: 'USD' }, isLarge);
      await store.commit(
        documents.map(({ collection, id, data }) => ({
          op: 'set',
          path: `${paths.data(collection).path}/${id}`,
          data,
        })),
      );
      const weeks = documents.filter(({ collection, id }) => collection === 'metrics' && /^\d/.test(id));
      expect([weeks.length, weeks[0]?.id, weeks[7]?.id]).toEqual([8, '2026-11-22', '2026-10-04']);
      const { figures } = await gatherFigures(store, shop, now);
      const { score, known, missing } = healthScore(figures, place);
      expect([known, missing]).toEqual([100, []]);
      expect(score).toBeGreaterThan(35);
      expect(score).toBeLessThan(60);
      expect(figures.runwayDays).toBeGreaterThan(30);
      expect(recommend({ figures, earlier: [], place, dayStart: now, now }).length).toBeGreaterThan(3);
    },
  );
});

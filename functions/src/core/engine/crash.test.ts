import { describe, expect, it } from 'vitest';
import { scripts } from '../../../test/kit/scripts.ts';
import { leftovers, momentsOf, play, verdictOf } from '../../../test/kit/verdict.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';

const parts = () => ({ orgId: 'org_a', store: createMemoryStore() });

describe('a process that dies at any moment, and the next one soon after it', () => {
  for (const [name, script] of Object.entries(scripts)) {
    it(`changes nothing about: ${name}`, { timeout: 120_000 }, async () => {
      const calm = await play(script, parts());
      expect(await leftovers(calm)).toEqual([]);
      const wanted = await verdictOf(calm, script);
      for (const at of momentsOf(calm)) {
        for (const deaths of [[at], [at, 1 + (at % 5)]]) {
          const world = await play(script, parts(), { deaths });
          const where = `dead at ${deaths.join()}: ${calm.moments[at - 1]}`;
          expect({ where, ...(await verdictOf(world, script)) }).toEqual({ where, ...wanted });
          expect({ where, left: await leftovers(world) }).toEqual({ where, left: [] });
        }
      }
    });
  }
});

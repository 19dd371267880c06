import { describe, expect, it } from 'vitest';
import { scripts } from '../../../test/kit/scripts.ts';
import { leftovers, momentsOf, play, verdictOf } from '../../../test/kit/verdict.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';

const orgId = 'org_a';

describe('a process that stands still at a commit and comes back after its lease', () => {
  for (const [name, script] of Object.entries(scripts).filter(([key]) => !key.includes('shares'))) {
    it(`neither writes nor acts: ${name}`, async () => {
      const calm = await play(script, { orgId, store: createMemoryStore() });
      const wanted = await verdictOf(calm, script);
      for (const freeze of momentsOf(calm).filter((at) => calm.moments[at - 1]?.includes('commit'))) {
        const where = `${freeze} ${calm.moments[freeze - 1]}`;
        const store = createMemoryStore();
        const world = await play(script, { orgId, store }, { freeze });
        const before = await verdictOf(world, script);
        expect({ where, ...before }).toEqual({ where, ...wanted });
        const executions = await world.executions();
        // Whoever answers too late is refused on record.
        const written = () => store.paths().filter((path) => !path.includes('/audit/'));
        const paths = written();
        await world.thaw();
        expect({ where, ...(await verdictOf(world, script)) }).toEqual({ where, ...before });
        expect({ where, executions: await world.executions(), paths: written() }).toEqual({
          where,
          executions,
          paths,
        });
        expect({ where, left: await leftovers(world) }).toEqual({ where, left: [] });
      }
    });
  }
});

import { describe, expect, it } from 'vitest';
import { allRows } from '../../test/step-table/all-rows.ts';
import { actsOf, effectOf, survive } from '../../test/step-table/deaths.ts';
import { openWorld } from '../../test/step-table/table.ts';
import type { Mishap } from '../../test/vendors/vendor.ts';

const acting = allRows.map((row) => ({ row, effect: effectOf(row) })).filter(({ effect }) => effect !== 'none');

describe('a worker that dies', () => {
  it.each(acting.map((one) => [`${one.row.action} (${one.effect})`, one] as const))(
    'in %s, wherever that is, leaves it done once, or a question',
    async (_, { row, effect }) => {
      const clean = await survive(row, null);
      expect([clean.execution.error?.message, clean.execution.status]).toEqual([undefined, 'completed']);
      expect(clean.moments).toContain('at acted');
      for (let at = 1; at <= clean.moments.length; at++) {
        const { execution, acts, inDoubt, documents, moments } = await survive(row, at);
        const where = `death ${at}, ${moments[at - 1]}`;
        const isDone = execution.status === 'completed';
        const asks = execution.stepResults[0]?.wait?.kind === 'approval';
        // Only what cannot be repeated is asked about.
        expect([where, isDone || (effect === 'once' && asks), execution.error]).toEqual([where, true, null]);
        const distinct = effect === 'once' ? acts : [...new Set(acts)];
        const acted = distinct.length;
        expect([where, acted <= clean.acts.length]).toEqual([where, true]);
        if (!isDone) continue;
        expect([where, acted + inDoubt >= clean.acts.length, documents]).toEqual([where, true, clean.documents]);
      }
    },
    120_000,
  );
});

const UNCLEAR: readonly Mishap[] = ['broken', 'silent', 'cut', 'garbage'];
const called = acting.filter(({ row }) => row.vendors);

describe('an act whose answer is lost', () => {
  it.concurrent.each(
    called.flatMap((one) =>
      UNCLEAR.map((mishap) => [`${one.row.action} (${one.effect}, ${mishap})`, one, mishap] as const),
    ),
  )(
    'of %s is not repeated but by the same key',
    async (_, { row, effect }, mishap) => {
      if (row.shrugsOff?.includes(mishap)) return;
      const world = await openWorld(row);
      try {
        world.vendors.fail(mishap, row.vendors?.[0]?.host);
        const { status, stepResults } = await world.act({ isOnce: false });
        const acts = actsOf(world);
        const repeats = effect === 'once' ? acts : [...new Set(acts)];
        expect(repeats).toEqual(repeats.slice(0, 1));
        // A person is asked, once somebody was told to act.
        if (effect === 'once' && acts.length > 0) {
          expect([status, stepResults[0]?.wait?.kind]).toEqual(['waiting', 'approval']);
        }
      } finally {
        world.close();
      }
    },
    60_000,
  );
});

import { describe, expect, it } from 'vitest';
import { allRows } from '../../test/step-table/all-rows.ts';
import type { StepRow } from '../../test/step-table/row.ts';
import { leakedIn, openWorld } from '../../test/step-table/table.ts';
import type { SeenCall, Vendor } from '../../test/vendors/vendor.ts';
import type { JsonValue } from '../model/json.ts';

/** Where vendors put words of theirs that end up in an output or an error. */
const PLACES: readonly ((said: string) => JsonValue)[] = [
  (said) => said,
  (said) => ({ ok: false, error: said, message: said, error_description: said, description: said, code: 50035 }),
  (said) => ({ id: said, channel_id: said, sid: said, status: said, name: said, url: said, uri: said, handle: said }),
  (said) => ({ error: { status: said, message: said, details: [{ reason: said, errors: [{ message: said }] }] } }),
  (said) => ({ errors: [{ message: said, extensions: { code: said } }] }),
];
/** What is quoted is cut at some length: the cut goes right through the secret, sooner or later. */
const BEFORE = [0, ...Array.from({ length: 10 }, (_, index) => 120 + index * 9)];

function echo(call: SeenCall, status: number, before: number, place: (said: string) => JsonValue) {
  const sent = [call.headers.authorization, call.headers['x-shopify-access-token'], call.path, call.body.slice(0, 500)];
  return { status, body: place(`${'x'.repeat(before)}${JSON.stringify(sent)}`) };
}

/** The row with vendors that repeat what they were sent; whoever signs people in does as always, where there is one. */
function echoing(row: StepRow, ...how: [status: number, before: number, place: (said: string) => JsonValue]): StepRow {
  const [first, ...others] = row.vendors ?? [];
  const repeated = ({ host }: Vendor): Vendor => ({ host, answer: (call) => echo(call, ...how) });
  return { ...row, vendors: first ? [repeated(first), ...others] : [] };
}

const secretive = allRows.filter(({ connections, secrets, vendors }) => vendors && (connections ?? secrets));

describe('a vendor that repeats what it was sent', () => {
  it.each(secretive.map((row) => [row.action, row] as const))(
    'tells by %s no secret to anybody',
    async (_, row) => {
      const found: string[] = [];
      for (const status of [200, 400, 401]) {
        for (const before of BEFORE) {
          for (const place of PLACES) {
            const world = await openWorld(echoing(row, status, before, place));
            await world.act({});
            found.push(...(await leakedIn(world)).map((secret) => `${status} ${before} ${secret}`));
            world.close();
          }
        }
      }
      expect(found).toEqual([]);
    },
    60_000,
  );
});

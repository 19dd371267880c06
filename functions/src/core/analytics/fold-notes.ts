import type { z } from 'zod';
import type { EndNote } from '../../model/end-note.ts';
import { type DocRef, tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { dayFiguresSchema, type FiguresOfRuns, figuresOfRunsSchema } from '../../model/rollup.ts';
import type { Tier } from '../../model/tier.ts';
import type { Engine } from '../engine/engine.ts';
import { ownPlaces, type Place } from '../own-places.ts';
import { AlreadyExistsError, ConflictError, type Found, type Stored, type Write } from '../ports.ts';
import { addNote, addNoteToDay, noDay, noFigures } from './add-up.ts';

/** Each note is a delete, and may bring a day and a playbook’s day: below the 500 writes of a commit. */
const PAGE = 160;

type Noted = Stored<EndNote>;
interface Rollup {
  readonly day: string;
  readonly tier: Tier;
  readonly figuresJson: string;
  readonly expireAt: Date;
}
/** A roll-up that notes are added to. `add` gives the text of its figures, from that of before. */
interface Sum {
  readonly ref: DocRef<Rollup>;
  readonly day: string;
  readonly more: Readonly<Record<string, string>>;
  readonly add: (json: string | null) => string;
}

/**
 * Adds the notes of executions that have ended up into the roll-ups of their days, and deletes them in the same commit:
 * each is counted once, wherever this dies. One read where there is none. Two at the same time meet at the roll-ups'
 * versions; who comes second leaves the rest to the next tick. Returns how many were added up.
 */
export async function foldNotes(engine: Engine, deadline: Date): Promise<number> {
  let folded = 0;
  for (let after: string | null = null; engine.clock.now() < deadline; ) {
    const query = queries.endNotes({ limit: PAGE, after: after === null ? null : [after] });
    const found: Found<EndNote>[] = await engine.store.query(query);
    const byTenant = Object.groupBy(ownPlaces(found, 'ended'), ({ orgId }) => orgId);
    for (const [orgId, notes = []] of Object.entries(byTenant)) folded += await foldTenant(engine, orgId, notes);
    if (found.length < PAGE) break;
    after = found.at(-1)?.ref.path ?? null;
  }
  return folded;
}

async function foldTenant(engine: Engine, orgId: string, places: readonly Place<EndNote>[]): Promise<number> {
  const { store, log } = engine;
  const notes = places.filter((one): one is Place<EndNote> & Noted => one.data !== null);
  for (const { id, data } of places) if (data === null) log.warn('end_note_unreadable', { orgId, id });
  const deletes = places.map(({ ref, version }): Write => ({ op: 'delete', path: ref.path, ifVersion: version }));
  try {
    await store.commit([...(await sumWrites(engine, orgId, notes)), ...deletes]);
  } catch (error) {
    // A resume has taken one back, or another tick is at it. One tenant's trouble keeps no other from its turn.
    if (!(error instanceof ConflictError || error instanceof AlreadyExistsError)) {
      log.error('notes_not_folded', error, { orgId });
    }
    return 0;
  }
  engine.fault('notes_folded');
  return notes.length;
}

/** The roll-ups with these notes added; none where the tenant is gone. */
async function sumWrites({ store, clock }: Engine, orgId: string, notes: readonly Noted[]): Promise<Write[]> {
  const sums = sumsOf(orgId, notes);
  const [tenant, found] = await Promise.all([store.find(top.tenant(orgId)), store.findAll(sums.map(({ ref }) => ref))]);
  if (tenant === null) return [];
  const tier = tenant.data?.tier ?? 'free';
  const expireAt = expiryOf('rollup', clock.now());
  return sums.map(({ ref, day, more, add }, index): Write => {
    const stored = found[index] ?? null;
    if (stored?.data === null) throw new Error(`${ref.path} cannot be read`);
    const figuresJson = add(stored?.data?.figuresJson ?? null);
    if (stored === null) return { op: 'create', path: ref.path, data: { ...more, day, tier, figuresJson, expireAt } };
    return { op: 'update', path: ref.path, fields: { ...more, figuresJson }, ifVersion: stored.version };
  });
}

function sumsOf(orgId: string, notes: readonly Noted[]): Sum[] {
  const paths = tenantPaths(orgId);
  const days = Object.groupBy(notes, ({ data }) => data.day);
  const playbookDays = Object.groupBy(notes, ({ data }) => `${data.playbookId}.${data.day}`);
  return [
    ...Object.entries(days).map(([day, of = []]): Sum => {
      const add = adding(dayFiguresSchema, noDay, of, addNoteToDay);
      return { ref: paths.rollup(day), day, more: {}, add };
    }),
    ...Object.values(playbookDays).flatMap((of = []): Sum[] => {
      const [last] = of.slice(-1).map(({ data }) => data);
      if (last === undefined) return [];
      const { playbookId, playbookName: name, day } = last;
      const add = adding(figuresOfRunsSchema, noFigures, of, addNote);
      return [{ ref: paths.playbookRollup(playbookId, day), day, more: { playbookId, name }, add }];
    }),
  ];
}

function adding<T extends FiguresOfRuns>(
  schema: z.ZodType<T>,
  none: T,
  notes: readonly Noted[],
  add: (figures: T, note: EndNote) => T,
): Sum['add'] {
  return (json) => {
    const before = json === null ? none : schema.parse(JSON.parse(json));
    return JSON.stringify(notes.reduce((figures, { data }) => add(figures, data), before));
  };
}

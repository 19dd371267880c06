import { type ExecutionStatus, executionSchema } from '@model/execution.ts';
import { queries } from '@model/query.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { useCollection } from '../../../lib/use-live.ts';
import { type Figures, foldIn, type Newest } from './fold-figures.ts';

/** The server tells of no more at a time. */
const AT_ONCE = 20;
/** What may happen between two looks of the listener. */
const NEWEST = 10;
const statuses = executionSchema.options.map((option) => option.shape.status.value);
const status: z.ZodType<ExecutionStatus> = z.enum(statuses);
const answer = z.object({
  items: z.array(
    z.object({
      playbookId: z.string(),
      recent: z.array(
        z.object({
          executionId: z.string(),
          status,
          createdAt: z.iso.datetime().transform((text) => new Date(text)),
        }),
      ),
      completed: z.number(),
      failed: z.number(),
      costMicros: z.number().nullable(),
    }),
  ),
});

async function askFigures(api: Api, ids: readonly string[]): Promise<readonly Figures[]> {
  const path = `/api/playbooks/figures?ids=${ids.map(encodeURIComponent).join(',')}`;
  return (await api.call({ method: 'GET', path, answer })).items;
}

/**
 * How the shown playbooks did lately, by id: asked for once each, then kept up by one listener on the newest
 * executions of the whole business, however many playbooks are shown. `null` where it could not be told.
 */
export function useFigures(ids: readonly string[]): ReadonlyMap<string, Figures | null> {
  const { api, orgId } = useSession();
  const [known, setKnown] = useState<ReadonlyMap<string, Figures | null>>(new Map());
  const asked = useRef(new Set<string>());
  const newest = useRef<readonly Newest[]>([]);
  const live = useCollection(useMemo(() => queries.executions(orgId, { limit: NEWEST }), [orgId]));
  const news = live.status === 'ready' ? live.value : null;
  const shown = ids.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `news` is a reason to ask again
  useEffect(() => {
    // What could not be told is asked for again when the listener has news.
    const wanted = shown.split(',').filter((id) => id !== '' && !asked.current.has(id));
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const page = wanted.slice(from, from + AT_ONCE);
      for (const id of page) asked.current.add(id);
      askFigures(api, page).then(
        (found) => setKnown((before) => foldIn(new Map([...before, ...found.map(byPlaybook)]), newest.current)),
        () => {
          for (const id of page) asked.current.delete(id);
          setKnown((before) => new Map([...before, ...page.map((id) => [id, null] as const)]));
        },
      );
    }
  }, [api, shown, news]);
  useEffect(() => {
    if (news === null) return;
    newest.current = news.flatMap(({ id, data }): Newest[] =>
      data === null || data.mode !== 'live' ? [] : [{ executionId: id, ...data }],
    );
    setKnown((before) => foldIn(before, newest.current));
  }, [news]);
  return known;
}

function byPlaybook(figures: Figures): readonly [string, Figures] {
  return [figures.playbookId, figures];
}

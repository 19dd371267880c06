import { actorSchema } from '@model/audit.ts';
import { jsonValue } from '@model/json.ts';
import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { type Api, messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import type { Live } from '../../../lib/use-live.ts';

const entrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  actor: actorSchema,
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  before: jsonValue,
  after: jsonValue,
});
export type AuditLine = z.infer<typeof entrySchema>;
const pageSchema = z.object({ items: z.array(entrySchema), nextCursor: z.string().nullable() });

const PAGE = 30;

function getPage(api: Api, kind: string | null, cursor: string | null) {
  const query = new URLSearchParams({
    limit: String(PAGE),
    ...(kind !== null && { kind }),
    ...(cursor !== null && { cursor }),
  });
  return api.call({ method: 'GET', path: `/api/audit?${query}`, answer: pageSchema });
}

interface Known {
  readonly lines: readonly AuditLine[];
  readonly next: string | null;
}

/** Who did what, to things of one kind or of all, the newest first, page by page. `more` is null once all is there. */
export function useAudit(kind: string | null): {
  readonly live: Live<readonly AuditLine[]>;
  readonly isLoading: boolean;
  readonly more: (() => void) | null;
} {
  const { api } = useSession();
  const [known, setKnown] = useState<Known | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isLoading, setIsLoading] = useState(false);
  const load = useCallback(
    async (before: Known | null) => {
      setIsLoading(true);
      setProblem(null);
      try {
        const { items, nextCursor } = await getPage(api, kind, before?.next ?? null);
        setKnown({ lines: [...(before?.lines ?? []), ...items], next: nextCursor });
      } catch (error) {
        setProblem(messageOf(error));
      } finally {
        setIsLoading(false);
      }
    },
    [api, kind],
  );
  useEffect(() => {
    void load(null);
  }, [load]);
  const next = useCallback(() => void load(known), [load, known]);
  const live: Live<readonly AuditLine[]> =
    problem !== null
      ? { status: 'error', message: problem, retry: next }
      : known === null
        ? { status: 'loading' }
        : { status: 'ready', value: known.lines };
  return { live, isLoading, more: known?.next ? next : null };
}

import type { Sentence } from '../../model/explanation.ts';
import type { GatheredEvent } from '../../model/gathered-event.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Store } from '../ports.ts';
import { gatheredIdOf } from '../triggering/gather-event.ts';
import type { PlaybookFacts } from './playbook-facts.ts';
import { type Answer, executionLink, fact, instant, lasting, say, type TimeWords } from './statement.ts';

const CAUSE = { debounce: 'debounce', batch: 'batching' } as const;

/** What became of an event that waited for others, or waits; null when it was not held. */
export async function whyGathered(
  store: Store,
  { orgId, playbookId, time }: PlaybookFacts,
  { triggerId, eventId }: { readonly triggerId: string; readonly eventId: string },
  happened: Sentence,
): Promise<Answer | null> {
  const gatheredId = gatheredIdOf(orgId, { playbookId, triggerId }, eventId);
  const stored = await store.get(tenantPaths(orgId).gatheredEvent(gatheredId));
  if (stored === null) return null;
  const { state, gatheredAt, dueAt, executionId } = stored.data;
  const path = `gathered_events/${gatheredId}`;
  const until = dueAt === null ? [] : [instant('Held until', dueAt, path)];
  const held = say(
    wordsOf(stored.data, time),
    fact('State', state, path),
    instant('Since', gatheredAt, path),
    ...until,
  );
  return {
    rank: ({ started: 'ran', waiting: 'to_come', superseded: 'did_not', dropped: 'did_not' } as const)[state],
    headline: `${happened.text} ${held.text}`,
    sentences: [happened, held],
    links: executionId === null ? [] : [executionLink('The execution', executionId)],
    told: executionId === null ? [] : [executionId],
  };
}

function wordsOf({ by, state, gatheredAt, dueAt, supersededBy }: GatheredEvent, time: TimeWords): string {
  switch (state) {
    case 'waiting': {
      const until = dueAt ?? gatheredAt;
      const held = `It is held for ${lasting(until.getTime() - gatheredAt.getTime())} by ${CAUSE[by]}`;
      return by === 'debounce'
        ? `${held}: it starts the playbook at ${time(until)}, unless another one comes before.`
        : `${held}: it starts the playbook at ${time(until)} at the latest, with what else comes until then.`;
    }
    case 'started':
      return by === 'debounce'
        ? 'It was held by debounce, and then started the playbook.'
        : 'It was held by batching, and started the playbook together with others.';
    case 'superseded':
      return `It was held by debounce, and a later event came before its time was over: ${supersededBy ?? 'one of the same kind'}.`;
    case 'dropped':
      return `It was held by ${CAUSE[by]}, and when its time was over the playbook was not to start by itself any more.`;
  }
}

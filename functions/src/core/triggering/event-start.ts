import type { EventListener } from '../../model/event.ts';
import { WEBHOOK_RECEIVED } from '../../model/hook.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Occasion } from '../engine/occasion.ts';
import { type StartRequest, unattended } from '../engine/start-execution.ts';
import type { WantedEvent } from './gathering.ts';

/** The start that one event is for one listener, or several that were gathered for it: the last one names the execution. */
export function eventStart(
  orgId: string,
  { playbookId, triggerId }: Pick<EventListener, 'playbookId' | 'triggerId'>,
  { events: all, data }: { readonly events: readonly WantedEvent[]; readonly data: JsonValue },
): StartRequest & { readonly occasion: Extract<Occasion, { kind: 'event' }> } {
  const events = all.map(({ event }) => event);
  const eventName = events.at(-1)?.eventName;
  const isWebhook = events.some(({ eventName }) => eventName === WEBHOOK_RECEIVED);
  return {
    ...unattended,
    orgId,
    playbookId,
    occasion: { kind: 'event', triggerId, eventId: all.at(-1)?.eventId ?? '', event: data },
    ...(eventName !== undefined && { eventName }),
    triggeredBy: isWebhook ? 'webhook' : 'event',
    depth: Math.max(...events.map(({ depth }) => depth)) + 1,
    taint: events.some(({ isTainted }) => isTainted) ? ['event'] : [],
    dryRun: events.some(({ dryRun }) => dryRun),
  };
}

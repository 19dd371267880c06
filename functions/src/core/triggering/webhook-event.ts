import type { DomainEvent, EventListener } from '../../model/event.ts';
import { WEBHOOK_RECEIVED, webhookSubject } from '../../model/hook.ts';
import type { ListeningTrigger } from '../../model/trigger.ts';

/** What a trigger listens for. */
export function eventNameOf(trigger: ListeningTrigger): string {
  return trigger.type === 'event' ? trigger.eventName : WEBHOOK_RECEIVED;
}

type Which = Pick<EventListener, 'playbookId' | 'triggerId'>;

/** Whether an event may be for this trigger: a delivery is only for the one at whose address it came in. */
export function isAddressedTo(of: Which, { eventName, subject }: Pick<DomainEvent, 'eventName' | 'subject'>): boolean {
  return eventName !== WEBHOOK_RECEIVED || subject === webhookSubject(of);
}

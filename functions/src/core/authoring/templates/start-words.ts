import { eventTypes } from '../../../model/event-catalog.ts';
import { SENDERS } from '../../../model/hook.ts';
import type { TriggerDraft } from '../../../model/trigger.ts';
import { describeRecurrence, zoneName } from '../../triggering/describe-recurrence.ts';

/** What starts it, for people of its zone: `Every Monday at 9:00 AM`, `New customer`. */
export function startWords(trigger: TriggerDraft, locale: string): string {
  switch (trigger.type) {
    case 'schedule': {
      const words = describeRecurrence(trigger, locale).replace(` ${zoneName(trigger.timezone, locale)}`, '');
      return words.charAt(0).toUpperCase() + words.slice(1);
    }
    case 'event':
      return eventTypes.get(trigger.eventName)?.title ?? trigger.eventName;
    case 'webhook':
      return `${SENDERS[trigger.scheme].replace(/^./, (first) => first.toUpperCase())} sends something`;
    case 'manual':
      return 'You start it';
  }
}

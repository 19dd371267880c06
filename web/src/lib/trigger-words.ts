import { SENDERS } from '@model/hook.ts';
import type { TriggerDraft } from '@model/trigger.ts';
import { recurrenceWords } from './recurrence.ts';
import { eventTitle } from './words.ts';

/** What starts a playbook, in a line. */
export function triggerWords(trigger: TriggerDraft): string {
  switch (trigger.type) {
    case 'schedule':
      return recurrenceWords(trigger);
    case 'event':
      return `Event: ${eventTitle(trigger.eventName)}`;
    case 'webhook':
      return `When ${SENDERS[trigger.scheme]} calls its address`;
    case 'manual':
      return 'When you start it';
  }
}

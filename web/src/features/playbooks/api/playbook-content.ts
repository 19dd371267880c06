import type { Playbook } from '@model/playbook.ts';
import { type StepDraft, stepDraftSchema } from '@model/step.ts';
import type { TriggerDraft } from '@model/trigger.ts';
import { z } from 'zod';
import { recurrenceWords } from '../../../lib/recurrence.ts';
import { eventWords } from '../../../lib/words.ts';

/** The steps as they are stored (JSON text, or a list written by hand); null when the text cannot be read. */
export function stepsOf({ stepsJson, steps }: Playbook): readonly StepDraft[] | null {
  if (stepsJson === undefined) return steps ?? [];
  try {
    return z.array(stepDraftSchema).parse(JSON.parse(stepsJson));
  } catch {
    return null;
  }
}

export function triggerWords(trigger: TriggerDraft): string {
  switch (trigger.type) {
    case 'schedule':
      return recurrenceWords(trigger);
    case 'event':
      return eventWords(trigger.eventName);
    case 'manual':
      return 'When you start it';
  }
}

import { SENDERS } from '@model/hook.ts';
import type { Playbook } from '@model/playbook.ts';
import { type StepDraft, stepDraftSchema } from '@model/step.ts';
import type { TriggerDraft } from '@model/trigger.ts';
import { z } from 'zod';
import { recurrenceWords } from '../../../lib/recurrence.ts';
import { duration } from '../../../lib/time.ts';
import { conditionWords, eventTitle } from '../../../lib/words.ts';

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
      return `Event: ${eventTitle(trigger.eventName)}`;
    case 'webhook':
      return `When ${SENDERS[trigger.scheme]} calls its address`;
    case 'manual':
      return 'When you start it';
  }
}

/** A remark on a trigger; `code` is what is said better as it is written. */
export interface TriggerRemark {
  readonly words: string;
  readonly code: string | null;
}

/** Which of what it listens for starts it, and how what comes is gathered. */
export function listeningRemarks(trigger: TriggerDraft): TriggerRemark[] {
  if (trigger.type !== 'event' && trigger.type !== 'webhook') return [];
  const { filter, debounce, batch } = trigger;
  const remarks: TriggerRemark[] = [];
  if (filter !== null) remarks.push(remark('Only if', filter));
  if (debounce !== null) {
    const words = `Starts once, when it has been quiet for ${duration(debounce.windowMs)}, with the latest`;
    remarks.push({ words, code: null });
  }
  if (batch !== null) {
    const words = `Starts once for up to ${batch.maxSize} events, ${duration(batch.maxWaitMs)} after the first at the latest`;
    remarks.push({ words, code: null });
  }
  const by = debounce?.by ?? batch?.by ?? null;
  if (by !== null) remarks.push(remark('Separately by', by));
  return remarks;
}

function remark(words: string, expression: string): TriggerRemark {
  const said = conditionWords(expression);
  return said === null ? { words, code: expression } : { words: `${words} ${said}`, code: null };
}

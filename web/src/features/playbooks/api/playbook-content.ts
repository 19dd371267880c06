import type { Playbook } from '@model/playbook.ts';
import { type StepDraft, stepDraftSchema } from '@model/step.ts';
import type { TriggerDraft } from '@model/trigger.ts';
import { z } from 'zod';
import { conditionWords } from '../../../lib/condition-words.ts';
import { duration } from '../../../lib/time.ts';

/** The steps as they are stored (JSON text, or a list written by hand); null when the text cannot be read. */
export function stepsOf({ stepsJson, steps }: Playbook): readonly StepDraft[] | null {
  return read(stepsJson, steps);
}

/** What is done when the playbook fails, in the same way. */
export function onFailureOf({ onFailureJson, onFailure }: Playbook): readonly StepDraft[] | null {
  return read(onFailureJson, onFailure);
}

function read(json: string | undefined, list: readonly StepDraft[] | undefined): readonly StepDraft[] | null {
  if (json === undefined) return list ?? [];
  try {
    return z.array(stepDraftSchema).parse(JSON.parse(json));
  } catch {
    return null;
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

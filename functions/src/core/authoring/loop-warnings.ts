import { eventTypes } from '../../model/event-catalog.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { blocksOf, type StepDraft } from '../../model/step.ts';
import type { TriggerDraft } from '../../model/trigger.ts';
import { MAX_DEPTH } from '../engine/may-start.ts';

/** Step types that write to the collection of this name, whatever their params say. */
const WRITES: Readonly<Record<string, string>> = {
  record_metric: 'metrics',
  record_figures: 'metrics',
  record_competitor_prices: 'competitor_prices',
  create_campaign: 'campaigns',
};
const WRITES_TO_PARAM: readonly string[] = ['create_document', 'update_document'];

/** Where a playbook evidently may start itself: a step writes what one of its triggers listens to. It is no mistake. */
export function loopWarnings(triggers: readonly TriggerDraft[], steps: readonly StepDraft[]): ProblemDetail[] {
  const listened = triggers.flatMap((trigger) => {
    const source = trigger.type === 'event' ? eventTypes.get(trigger.eventName)?.source : undefined;
    return trigger.type === 'event' && source !== undefined ? [{ source, eventName: trigger.eventName }] : [];
  });
  return warningsIn(steps, 'steps', listened);
}

interface Listened {
  readonly source: string;
  readonly eventName: string;
}

function warningsIn(steps: readonly StepDraft[], path: string, listened: readonly Listened[]): ProblemDetail[] {
  return steps.flatMap((step, index) => {
    const at = `${path}.${index}`;
    const collection = writtenBy(step);
    const heard = listened.find(({ source }) => source === collection);
    const inside = blocksOf(step).flatMap((block) => warningsIn(block.steps, `${at}.${block.at}`, listened));
    if (heard === undefined) return inside;
    const message = `This writes to ${collection}, and the playbook starts on ${heard.eventName}: it may start itself. Such a chain ends after ${MAX_DEPTH} starts; a filter on the trigger keeps it from beginning.`;
    return [{ path: at, message }, ...inside];
  });
}

function writtenBy({ action, params }: StepDraft): string | null {
  const fixed = WRITES[action];
  if (fixed !== undefined) return fixed;
  const { collection = null } = params;
  return WRITES_TO_PARAM.includes(action) && typeof collection === 'string' ? collection : null;
}

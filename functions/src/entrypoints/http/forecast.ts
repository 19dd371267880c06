import { z } from 'zod';
import { normalizePlaybook } from '../../core/authoring/validate-playbook.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { describeRecurrence, localTime } from '../../core/triggering/describe-recurrence.ts';
import { nextOccurrences } from '../../core/triggering/next-occurrence.ts';
import type { Playbook } from '../../model/playbook.ts';
import { problemDetailSchema } from '../../model/problem.ts';
import type { Trigger } from '../../model/trigger.ts';

const SHOWN = 5;

export const forecastView = z
  .object({
    triggers: z.array(
      z.object({
        triggerId: z.string(),
        type: z.string(),
        words: z.string(),
        timezone: z.string().nullable(),
        next: z.array(z.object({ at: z.iso.datetime(), local: z.string() })),
      }),
    ),
    problems: z.array(problemDetailSchema),
  })
  .meta({ id: 'Forecast' });
type Forecast = z.infer<typeof forecastView>;

/** When each trigger will start the playbook next. */
export function forecastOf(playbook: Playbook, { catalog, clock }: Pick<Engine, 'catalog' | 'clock'>): Forecast {
  const normalized = normalizePlaybook(playbook, catalog);
  if ('problems' in normalized) return { triggers: [], problems: [...normalized.problems] };
  const now = clock.now();
  return { triggers: normalized.content.triggers.map((trigger) => forecastTrigger(trigger, now)), problems: [] };
}

function forecastTrigger(trigger: Trigger, now: Date): Forecast['triggers'][number] {
  const { id, type } = trigger;
  switch (trigger.type) {
    case 'schedule':
      return {
        triggerId: id,
        type,
        words: describeRecurrence(trigger),
        timezone: trigger.timezone,
        next: nextOccurrences(trigger, now, SHOWN).map((at) => ({
          at: at.toISOString(),
          local: localTime(at, trigger.timezone),
        })),
      };
    case 'event':
      return { triggerId: id, type, words: `when ${trigger.eventName} happens`, timezone: null, next: [] };
    case 'manual':
      return { triggerId: id, type, words: 'when someone starts it', timezone: null, next: [] };
  }
}

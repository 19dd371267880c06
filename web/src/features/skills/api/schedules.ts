import { jsonObject } from '@model/json.ts';
import { frequencySchema } from '@model/shorthand.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';
import type { ScheduleBody } from './schedule-form.ts';

const moment = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .nullable();
const scheduleSchema = z.object({
  id: z.string(),
  skill_id: z.string(),
  playbookId: z.string(),
  name: z.string(),
  cron: z.string(),
  timezone: z.string(),
  frequency: frequencySchema.nullable(),
  day_of_month: z.union([z.int(), z.literal('last')]).nullable(),
  inputs: jsonObject,
  /** The last time at which it was due. */
  last_run: moment,
  /** Null where no more comes, or a pause will keep it. */
  nextRun: moment,
  status: z.enum(['active', 'paused']),
});
export type SkillSchedule = z.output<typeof scheduleSchema>;

const listSchema = z.object({ schedules: z.array(scheduleSchema) });

/** The schedules that run one skill, the soonest first. */
export function useSkillSchedules(skillId: string): Live<readonly SkillSchedule[]> {
  return useAnswer(`schedules|${skillId}`, async (api) => {
    const { schedules } = await api.call({ method: 'GET', path: '/api/schedules/list', answer: listSchema });
    return schedules.filter((one) => one.skill_id === skillId);
  });
}

/** Those that are told, with those that were made since, which are told once they are armed; without those that are gone. */
export function withChanges(
  told: readonly SkillSchedule[],
  made: readonly SkillSchedule[],
  gone: ReadonlySet<string>,
): readonly SkillSchedule[] {
  const known = new Set(told.map(({ id }) => id));
  return [...told, ...made.filter(({ id }) => !known.has(id))].filter(({ id }) => !gone.has(id));
}

export async function createSchedule(api: Api, body: ScheduleBody): Promise<SkillSchedule> {
  return api.call({ method: 'POST', path: '/api/schedules/create', body, answer: scheduleSchema });
}

export async function deleteSchedule(api: Api, id: string): Promise<void> {
  const path = `/api/schedules/delete?id=${encodeURIComponent(id)}`;
  await api.call({ method: 'DELETE', path, answer: z.null() });
}

import { describe, expect, it } from 'vitest';
import { type SkillSchedule, withChanges } from './schedules.ts';

const schedule = (id: string): SkillSchedule => ({
  ...{ id, skill_id: 'mails', playbookId: id, name: id, cron: '0 9 * * *', timezone: 'UTC', frequency: 'daily' },
  ...{ day_of_month: null, inputs: {}, last_run: null, nextRun: null, status: 'active' },
});
const ids = (schedules: readonly SkillSchedule[]) => schedules.map(({ id }) => id);

describe('the schedules of a skill', () => {
  it('show at once what was made and what was deleted, and nothing twice', () => {
    const [a, b, c] = [schedule('a'), schedule('b'), schedule('c')];
    expect(ids(withChanges([a], [b], new Set()))).toEqual(['a', 'b']);
    expect(ids(withChanges([a, b], [b, c], new Set(['a'])))).toEqual(['b', 'c']);
  });
});

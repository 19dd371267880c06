import type { Playbook } from '@model/playbook.ts';
import type { Schedule } from '@model/schedule.ts';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../lib/firestore.ts';
import { doerOf, plannedOf, ROUNDS } from './planned.ts';

const entry = <T>(id: string, data: object): Entry<T> => ({ id, path: id, data: data as T, problem: null }) as Entry<T>;
const schedule = (playbookId: string, hour: number | null) =>
  entry<Schedule>(`${playbookId}.schedule`, {
    playbookId,
    scheduledFor: hour === null ? null : new Date(Date.UTC(2026, 10, 23, hour)),
  });
const playbook = (id: string, status: string, name = id) => entry<Playbook>(id, { name, status });

describe('what the clock starts', () => {
  it('comes in the order of time; what has no next time and what is paused comes last', () => {
    const schedules = [schedule('paused', 1), schedule('late', 9), schedule('over', null), schedule('soon', 7)];
    const playbooks = ['late', 'soon', 'over'].map((id) => playbook(id, 'active'));
    const planned = plannedOf([...schedules, schedule('gone', 2)], [...playbooks, playbook('paused', 'paused')]);
    expect(planned.map(({ playbookId, next }) => [playbookId, next?.getUTCHours() ?? null])).toEqual([
      ['soon', 7],
      ['late', 9],
      ['over', null],
      ['paused', null],
    ]);
  });

  it('leaves out what is put away', () => {
    expect(plannedOf([schedule('old', 2)], [playbook('old', 'archived')])).toEqual([]);
  });

  it('knows the rounds of a club by their names', () => {
    const planned = plannedOf([schedule('a', 2)], [playbook('a', 'active', 'Daily campaign (downtown)')]);
    expect(ROUNDS.map((round) => doerOf(planned, round)?.playbookId ?? null)).toEqual([
      'a',
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

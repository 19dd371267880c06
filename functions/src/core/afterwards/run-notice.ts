import { MAX_TOLD } from '../../model/approvers.ts';
import type { Execution } from '../../model/execution.ts';
import { queries } from '../../model/query.ts';
import type { Tenant } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { type Message, preferencesOf, tellingWrites } from '../engine/notify/tell.ts';
import type { Write } from '../ports.ts';
import { durationOf } from '../skills/result-of.ts';
import type { Ended } from './ended.ts';

const MAX_ERROR = 600;

/** What tells those of the team who want to know of each execution, or of each that failed, how this one ended. */
export async function noticeWrites(
  { store, clock }: Engine,
  { orgId, executionId, state }: Ended,
  { name, timezone, afterwards }: Tenant,
): Promise<Write[]> {
  const isFailure = state.status === 'failed';
  // Whoever waits for it tells of the whole.
  if ((state.status !== 'completed' && !isFailure) || state.parent?.awaited) return [];
  if (afterwards.notices === 'off' || (afterwards.notices === 'failures' && !isFailure)) return [];
  const team = (await store.query(queries.team(orgId))).flatMap(({ data }) => data ?? []);
  const preferences = await preferencesOf(store, orgId, team);
  const wants = (index: number) => {
    const wanted = preferences[index]?.afterEach ?? 'off';
    return wanted === 'all' || (wanted === 'failures' && isFailure);
  };
  const people = team.filter((_, index) => wants(index)).slice(0, MAX_TOLD);
  if (people.length === 0) return [];
  const message: Message = {
    kind: 'runs',
    type: isFailure ? 'error' : 'success',
    isUrgent: false,
    ...noticeOf(state, { name, timezone }),
    link: `/executions/${executionId}`,
    executionId,
    key: deriveId(orgId, 'ended', executionId, String(state.generation)),
  };
  return tellingWrites({ store, clock }, { orgId, timezone }, people, message);
}

/** The words of a notice; the clock is the tenant's. */
export function noticeOf(
  state: Execution,
  { name, timezone }: Pick<Tenant, 'name' | 'timezone'>,
): Pick<Message, 'title' | 'message'> {
  const { status, playbookName, completedAt, createdAt, error } = state;
  const isFailure = status === 'failed';
  const said = isFailure ? [`Error: ${(error?.message ?? 'It failed').slice(0, MAX_ERROR)}`] : [];
  const lines = [
    `Skill: ${playbookName}`,
    `Client: ${name}`,
    `Duration: ${durationOf(state) ?? 0}ms`,
    `Time: ${timeIn(timezone, completedAt ?? createdAt)}`,
    ...said,
  ];
  return { title: isFailure ? '❌ Skill Failed' : '✅ Skill Completed Successfully', message: lines.join('\n') };
}

/** `2:30 PM`, with a plain space. */
function timeIn(timeZone: string, at: Date): string {
  const words = at.toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit' });
  return words.replaceAll(/\s/g, ' ');
}

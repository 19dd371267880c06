import { isDeepStrictEqual } from 'node:util';
import { readContract } from '../../model/contract.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { type HeldChoice, withPast } from '../../model/pause.ts';
import type { Playbook, PlaybookStatus } from '../../model/playbook.ts';
import type { Change } from '../governance/audit.ts';

/** Who changes the status of a playbook and when; `held`: what becomes of what a pause held, should one end with it. */
interface Changing {
  readonly now: Date;
  readonly by: string;
  readonly held: HeldChoice;
  /** When a pause that begins ends by itself. */
  readonly until: Date | null;
}

/** Whether it starts by itself, now or once its pause is over. */
export function startsItself({ status, pause }: Pick<Playbook, 'status' | 'pause'>): boolean {
  return status === 'active' || (status === 'paused' && pause !== null && pause.until !== null);
}

/** What a change of the status says of the pause that begins or ends with it. */
export function pauseFields(
  before: Playbook,
  next: PlaybookStatus,
  { now, by, held, until }: Changing,
): Partial<Pick<Playbook, 'pause' | 'resumed' | 'resumedBefore'>> {
  const { status, pause, updatedAt } = before;
  if (next === 'paused') {
    if (pause === null) return { pause: { since: now, by, reason: null, until } };
    return until === null ? {} : { pause: { ...pause, until } };
  }
  if (pause === null && status !== 'paused') return {};
  if (next !== 'active') return { pause: null };
  // Whoever paused it by hand may have left no time.
  return { pause: null, ...withPast(before, { since: pause?.since ?? updatedAt ?? now, until: now, choice: held }) };
}

const VERBS: Readonly<Record<PlaybookStatus, string>> = {
  draft: 'changed',
  active: 'changed',
  paused: 'paused',
  archived: 'archived',
};

/** What the audit tells of a change: the fields that differ, as they were and as they are; null where none does. */
export function changeOf(before: Playbook, after: Playbook, held: HeldChoice): Omit<Change, 'target'> | null {
  const [was, is] = [told(before), told(after)];
  const names = Object.keys(is).filter((name) => !isDeepStrictEqual(was[name], is[name]));
  if (names.length === 0) return null;
  const pick = (from: JsonObject): JsonObject => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  const isResumed = before.status === 'paused' && after.status === 'active';
  const verb = after.status === before.status ? 'changed' : isResumed ? 'resumed' : VERBS[after.status];
  return { action: `playbook.${verb}`, before: pick(was), after: { ...pick(is), ...(isResumed && { held }) } };
}

/** A playbook as the audit tells it: what people wish, and not what the server makes of it. */
export function told(playbook: Playbook): JsonObject {
  const {
    arming,
    createdAt,
    updatedAt,
    pause,
    resumed,
    resumedBefore,
    stepsJson,
    onFailureJson,
    contractJson,
    ...wishes
  } = playbook;
  const steps = listOf(stepsJson) ?? wishes.steps ?? [];
  const onFailure = listOf(onFailureJson) ?? wishes.onFailure ?? [];
  const contract = readContract(contractJson);
  const pausedUntil = pause?.until ?? undefined;
  return jsonObject.parse(JSON.parse(JSON.stringify({ ...wishes, steps, onFailure, contract, pausedUntil })));
}

function listOf(json: string | undefined): unknown {
  try {
    return json === undefined ? null : JSON.parse(json);
  } catch {
    return json;
  }
}

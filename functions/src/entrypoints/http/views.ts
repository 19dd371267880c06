import { z } from 'zod';
import type { Found, Stored } from '../../core/ports.ts';
import { contractSchema, readContract } from '../../model/contract.ts';
import { type Execution, executionSchema, stepResultSchema } from '../../model/execution.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import { playbookPauseSchema, resumedSchema } from '../../model/pause.ts';
import { armingSchema, type Playbook, playbookSchema, readSteps } from '../../model/playbook.ts';
import { stepDraftSchema } from '../../model/step.ts';

const time = z.iso.datetime().nullable();

/** A playbook as the API answers it: times as ISO text, steps as a list. */
export const playbookView = playbookSchema
  .omit({ stepsJson: true, onFailureJson: true, contractJson: true, resumedBefore: true })
  .extend({
    playbookId: z.string(),
    steps: z.array(stepDraftSchema),
    onFailure: z.array(stepDraftSchema),
    arming: armingSchema.extend({ checkedAt: z.iso.datetime() }).nullable(),
    /** What was asked for, in formal words; null also where nobody can read it any more. */
    contract: contractSchema.nullable(),
    pause: playbookPauseSchema.extend({ since: z.iso.datetime(), until: time }).nullable(),
    resumed: resumedSchema.extend({ since: z.iso.datetime(), until: z.iso.datetime() }).nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Playbook' });

export function toPlaybookView(playbookId: string, playbook: Playbook): z.input<typeof playbookView> {
  const { stepsJson, steps, onFailureJson, onFailure, arming, createdAt, updatedAt, ...others } = playbook;
  const { pause, resumed, resumedBefore, contractJson, ...rest } = others;
  return {
    ...rest,
    playbookId,
    steps: [...readSteps(steps, stepsJson)],
    onFailure: [...readSteps(onFailure, onFailureJson)],
    arming: arming && { ...arming, checkedAt: arming.checkedAt.toISOString() },
    contract: readContract(contractJson),
    pause: pause && { ...pause, since: pause.since.toISOString(), until: pause.until?.toISOString() ?? null },
    resumed: resumed && { ...resumed, since: resumed.since.toISOString(), until: resumed.until.toISOString() },
    createdAt: createdAt?.toISOString() ?? null,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}

const stepView = stepResultSchema
  .omit({ outputJson: true, outputStored: true })
  .extend({ startedAt: z.iso.datetime(), completedAt: time, output: jsonValue });

/** An execution as the API answers it. `output` of a step is null when it is large; it is read on its own. */
export const executionView = z
  .object({
    executionId: z.string(),
    playbookId: z.string(),
    playbookName: z.string(),
    versionId: z.string(),
    status: z.enum(executionSchema.options.map((option) => option.shape.status.value)),
    triggeredBy: z.string(),
    startedBy: z.string(),
    mode: z.string(),
    /** The execution that this one repeats. */
    replayOf: z.string().nullable(),
    scheduledFor: time,
    eventId: z.string().nullable(),
    stepResults: z.array(stepView),
    error: jsonValue,
    wait: jsonValue,
    createdAt: time,
    startedAt: time,
    completedAt: time,
  })
  .meta({ id: 'Execution' });

export function toExecutionView(executionId: string, execution: Execution): z.input<typeof executionView> {
  const { playbookId, playbookName, versionId, status, triggeredBy, startedBy, mode } = execution;
  const { replayOf, eventId, error } = execution;
  return {
    executionId,
    playbookId,
    playbookName,
    versionId,
    status,
    triggeredBy,
    startedBy,
    mode,
    replayOf,
    scheduledFor: execution.scheduledFor?.toISOString() ?? null,
    eventId,
    stepResults: execution.stepResults.map(({ outputJson, outputStored, ...result }) => ({
      ...result,
      startedAt: result.startedAt.toISOString(),
      completedAt: result.completedAt?.toISOString() ?? null,
      output: outputJson === null ? null : (JSON.parse(outputJson) as JsonValue),
    })),
    error,
    wait: execution.wait && { ...execution.wait, wakeAt: execution.wait.wakeAt.toISOString() },
    createdAt: execution.createdAt.toISOString(),
    startedAt: execution.startedAt?.toISOString() ?? null,
    completedAt: execution.completedAt?.toISOString() ?? null,
  };
}

/** One page of a list; `nextCursor` goes into `?cursor=`, null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Firestore knows the years 1 to 9999. */
const EARLIEST = Date.UTC(1970, 0);
const LATEST = Date.UTC(9999, 11, 31);
const isStorable = (time: number) => time >= EARLIEST && time <= LATEST;

/** An instant that something stored may have. */
export const instantQuery = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((time) => isStorable(time.getTime()), 'Give a time between the years 1970 and 9999');

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .max(200)
    .refine((cursor) => timeOf(cursor) !== null, 'Give the nextCursor of the page before')
    .optional(),
});

/** The cursor of a list ordered by a time: the instant of its last item. */
export function afterCursor(cursor: string | undefined): readonly [Date] | null {
  const time = cursor === undefined ? null : timeOf(cursor);
  return time === null ? null : [time];
}

/** The other way round: what goes on after an item of this time. */
export function cursorOf(last: Date): string {
  return encode(last.toISOString());
}

function timeOf(cursor: string): Date | null {
  const time = Date.parse(Buffer.from(cursor, 'base64url').toString());
  return isStorable(time) ? new Date(time) : null;
}

export function toPage<T extends { createdAt: Date | null }, V>(
  found: readonly Found<T>[],
  limit: number,
  toView: (stored: Stored<T>) => V,
): Paged<V> {
  return toPageBy(({ createdAt }) => createdAt, found, limit, toView);
}

interface Paged<V> {
  readonly items: V[];
  readonly nextCursor: string | null;
}

/** A page of a list that is ordered by another time than `createdAt`. */
export function toPageBy<T, V>(
  timeOf: (data: T) => Date | null,
  found: readonly Found<T>[],
  limit: number,
  toView: (stored: Stored<T>) => V,
): Paged<V> {
  const end = found.length === limit ? found.at(-1)?.data : null;
  const last = end ? timeOf(end) : null;
  const nextCursor = last ? cursorOf(last) : null;
  return { items: found.flatMap((one) => ('problems' in one ? [] : [toView(one)])), nextCursor };
}

/** For lists in which several may be of one instant, and none may be left out: a cursor is the time and id of the last. */
export const exactCursor = z
  .string()
  .max(200)
  .refine((cursor) => afterExactly(cursor) !== null, 'Give the nextCursor of the page before');

export function afterExactly(cursor: string | undefined): readonly [Date, string] | null {
  const [text = '', id = ''] = Buffer.from(cursor ?? '', 'base64url')
    .toString()
    .split('|');
  const [time] = afterCursor(encode(text)) ?? [];
  return time !== undefined && executionIdSchema.safeParse(id).success ? [time, id] : null;
}

export function toExactPage<T, V>(
  timeOf: (data: T) => Date,
  found: readonly Found<T>[],
  limit: number,
  toView: (stored: Stored<T>) => V,
): Paged<V> {
  const last = found.length === limit ? found.at(-1) : undefined;
  const nextCursor = last?.data ? cursorAt(timeOf(last.data), last.id) : null;
  return { items: found.flatMap((one) => ('problems' in one ? [] : [toView(one)])), nextCursor };
}

export function cursorAt(time: Date, id: string): string {
  return encode(`${time.toISOString()}|${id}`);
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

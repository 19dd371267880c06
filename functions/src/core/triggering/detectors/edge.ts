import type { JsonObject } from '../../../model/json.ts';

export interface DetectedEvent {
  readonly eventName: string;
  readonly data: JsonObject;
}

/** What a document was and is; null where it was not there, or could not be read. */
export interface Edge<T> {
  readonly id: string;
  readonly before: T | null;
  readonly after: T;
  /** Whether the document itself is new, and not only readable now. */
  readonly isNew: boolean;
}
export type Detector<T> = (edge: Edge<T>) => DetectedEvent[];

/** The event, where something has just become true. */
export function when(isSo: boolean, eventName: string, data: JsonObject): DetectedEvent[] {
  return isSo ? [{ eventName, data }] : [];
}

/** Whether a status has just become one of these. */
export function became(
  { before, after }: Edge<{ readonly status?: string | null | undefined }>,
  ...wanted: readonly string[]
): boolean {
  const is = (status: string | null | undefined) => wanted.includes(status?.replaceAll(/[\s-]+/g, '_') ?? '');
  return is(after.status) && !is(before?.status);
}

/** How much more the second is than the first, in percent of the first, to two places; null when the first is nothing. */
export function percentFrom(first: number, second: number): number | null {
  return first === 0 ? null : Math.round(((second - first) / first) * 10_000) / 100;
}

export function isoOf(time: Date | null | undefined): string | null {
  return time?.toISOString() ?? null;
}

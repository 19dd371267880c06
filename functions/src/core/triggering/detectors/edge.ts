import type { JsonObject } from '../../../model/json.ts';

export interface DetectedEvent {
  readonly eventName: string;
  readonly data: JsonObject;
  /** What makes it this fact, where that is not the change: told by another way, too, it is told once. */
  readonly once?: string;
}

/** What a document was and is; null where it was not there, or could not be read. */
export interface Edge<T> {
  readonly id: string;
  readonly before: T | null;
  readonly after: T;
  /** Whether the document itself is new, and not only readable now. */
  readonly isNew: boolean;
  /** When it changed. */
  readonly at: Date;
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
  return isOneOf(after.status, ...wanted) && !isOneOf(before?.status, ...wanted);
}

/** Whether a status, however its words are joined, is one of these. */
export function isOneOf(status: string | null | undefined, ...wanted: readonly string[]): boolean {
  return wanted.includes(status?.replaceAll(/[\s-]+/g, '_') ?? '');
}

/** How much more the second is than the first, in percent of the first, to two places; null when the first is nothing. */
export function percentFrom(first: number, second: number): number | null {
  return first === 0 ? null : Math.round(((second - first) / first) * 10_000) / 100;
}

export function isoOf(time: Date | null | undefined): string | null {
  return time?.toISOString() ?? null;
}

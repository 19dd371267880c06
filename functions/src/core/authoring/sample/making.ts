/**
 * A document of a made-up business; its id begins with `sample-`, or is the day that it tells of, and its field
 * `isSample` says so, too.
 */
export interface SampleDocument {
  readonly collection: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Making {
  readonly now: Date;
  /** ISO 4217. */
  readonly currency: string;
}

const DAY_MS = 86_400_000;

/** The time so many days ago; negative for what is to come. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

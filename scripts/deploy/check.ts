import { type Google, GoogleError } from './google.ts';
import type { Settings } from './settings.ts';

/**
 * ok; missing, and the deployment cannot be right without it; advice, it can; unknown, it could not be looked at,
 * which is never green.
 */
export type State = 'ok' | 'missing' | 'advice' | 'unknown';

/** The steps of a deployment, in their order. */
export const STEPS = [
  'apis',
  'roles',
  'database',
  'secrets',
  'settings',
  'build',
  'firestore',
  'indexes',
  'functions',
  'hosting',
  'smoke',
  'jobs',
] as const;
export type StepId = (typeof STEPS)[number];

export interface Outcome {
  readonly state: State;
  readonly detail: string;
  /** Commands or places that make it good, each complete. */
  readonly remedies: readonly string[];
}

export interface Finding extends Outcome {
  readonly id: string;
  readonly title: string;
  /** The step of the plan that makes it good; null when a person has to. */
  readonly step: StepId | null;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly step: StepId | null;
  run(look: Look): Promise<Outcome>;
}

/** What a check looks with. */
export interface Look {
  readonly google: Google;
  readonly projectId: string;
  readonly region: string;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly fetch: typeof fetch;
  /** `123456789`, which service accounts are named after. */
  projectNumber(): Promise<string>;
}

export const ok = (detail: string): Outcome => ({ state: 'ok', detail, remedies: [] });
export const missing = (detail: string, ...remedies: string[]): Outcome => ({ state: 'missing', detail, remedies });
export const advice = (detail: string, ...remedies: string[]): Outcome => ({ state: 'advice', detail, remedies });
export const unknown = (detail: string, ...remedies: string[]): Outcome => ({ state: 'unknown', detail, remedies });

/** Who the functions run as, where nobody said otherwise. */
export const runtimeAccount = (projectNumber: string): string =>
  `${projectNumber}-compute@developer.gserviceaccount.com`;

/** Looks at everything, a few at a time. What a check may not see is "cannot tell". */
export async function runChecks(checks: readonly Check[], look: Look): Promise<Finding[]> {
  return await Promise.all(
    checks.map(async ({ id, title, step, run }) => ({ id, title, step, ...(await outcomeOf(() => run(look))) })),
  );
}

async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // Of a client that speaks gRPC: 7 is "not allowed", 16 "not signed in".
    if (error instanceof Error && typeof code === 'number') return unknown(firstLine(error), ASK_OWNER);
    if (!(error instanceof GoogleError)) throw error;
    if (error.status === 401) return unknown(SIGNED_OUT, SIGN_IN);
    if (isApiOff(error)) return unknown('It can be looked at once its API is on (see “APIs”)');
    if (error.status === 403) return unknown(`You may not look at it: ${firstLine(error)}`, ASK_OWNER);
    return unknown(`It could not be looked at: ${firstLine(error)}`, 'try again');
  }
}

/** Also for a while after it was switched on. */
export function isApiOff(error: unknown): boolean {
  return error instanceof GoogleError && /has not been used in project|is disabled/.test(error.message);
}

export const SIGNED_OUT = 'Nobody is signed in';
export const SIGN_IN = 'gcloud auth application-default login';
const ASK_OWNER = 'ask an owner of the project for roles/viewer, or to run this command';

function firstLine({ message }: Error): string {
  return message.split('\n')[0] ?? '';
}

/** The answer, or null where there is nothing. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GoogleError && error.status === 404) return null;
    throw error;
  }
}

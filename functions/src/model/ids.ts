import { z } from 'zod';

/** Ids that people choose; a derived id (see `core/derive-id.ts`) is base32 and always fits. */
const word = (max: number) => new RegExp(`^[A-Za-z0-9_-]{1,${max}}$`);
/** Firestore keeps ids such as `__x__` for itself. */
const documentWord = (max: number) => new RegExp(`^(?!__.*__$)[A-Za-z0-9_-]{1,${max}}$`);

export const orgIdSchema = z.string().regex(documentWord(64), 'An orgId has 1 to 64 letters, digits, - or _');
export const playbookIdSchema = z.string().regex(documentWord(64), 'A playbookId has 1 to 64 letters, digits, - or _');
export const stepIdSchema = z.string().regex(word(64), 'A step id has 1 to 64 letters, digits, - or _');
export const triggerIdSchema = z
  .string()
  .regex(/^[a-z0-9_]{1,32}$/, 'A trigger id has 1 to 32 lower-case letters, digits or _');
export const executionIdSchema = z
  .string()
  .regex(documentWord(64), 'An executionId has 1 to 64 letters, digits, - or _');
/** A Firebase Auth uid, or the id of an API key, or `system`. */
export const uidSchema = z.string().min(1).max(128);
/** The uid of a member, as it comes from outside: fit for the id of a document. */
export const memberIdSchema = uidSchema.regex(/^(?!\.{1,2}$|__.*__$)[^/]+$/, 'This is not a uid');

/** The playbookIds of executions of what is not stored as a playbook; there are no such playbooks. */
export const TASKS = 'tasks';
export const STEP_TESTS = 'step_tests';
export const TEMPLATE_TRIALS = 'template_trials';
const UNSTORED: readonly string[] = [TASKS, STEP_TESTS, TEMPLATE_TRIALS];

export function isStored(playbookId: string): boolean {
  return !UNSTORED.includes(playbookId);
}

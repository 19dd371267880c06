import type { Footer } from '../../model/mail-html.ts';

/** The page of an execution in the app; null where the app's address is not known. */
export function executionLink(origin: string | null, executionId: string): Footer['link'] {
  return origin === null ? null : { label: 'See what happened', href: `${origin}/executions/${executionId}` };
}

import { deriveId } from '../derive-id.ts';

/** The document in which a step that waits for an event says so. */
export function eventWaitId(orgId: string, executionId: string, generation: number, path: string): string {
  return deriveId(orgId, executionId, String(generation), path, 'event');
}

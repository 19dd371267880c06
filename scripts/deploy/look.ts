import { z } from 'zod';
import { type Check, type Finding, type Look, unknown } from './check.ts';
import { accessChecks } from './checks/access.ts';
import { dataChecks } from './checks/data.ts';
import { functionChecks } from './checks/functions.ts';
import { projectChecks } from './checks/project.ts';
import { secretChecks } from './checks/secrets.ts';
import type { Google } from './google.ts';
import type { Settings } from './settings.ts';

const projectSchema = z.object({ name: z.string() });

/** What a deployment needs, all of it; the order is that of the report. */
export const PREFLIGHT: readonly Check[] = [
  ...projectChecks,
  ...accessChecks,
  ...secretChecks,
  ...dataChecks,
  ...functionChecks,
];

export function lookWith(google: Google, projectId: string, settings: Settings): Look {
  let number: string | null = null;
  return {
    google,
    projectId,
    region: settings.region,
    settings,
    fetch,
    now: () => new Date(),
    projectNumber: async () => {
      // A failure is not kept: the API that tells it may be switched on meanwhile.
      number ??= (await google.get('cloudresourcemanager', `/v3/projects/${projectId}`, projectSchema)).name;
      return number.replace('projects/', '');
    },
  };
}

/** A demo project is nowhere: nothing is looked at, nothing is sent. */
export function unseen(checks: readonly Check[]): Finding[] {
  const outcome = unknown('a demo project cannot be looked at');
  return checks.map(({ id, title, step }) => ({ id, title, step, ...outcome }));
}

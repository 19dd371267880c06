import { parseArgs } from 'node:util';

export interface Options {
  readonly projectId: string;
  /** Null: what functions/.env.PROJECT says, else us-central1. */
  readonly region: string | null;
  readonly isDryRun: boolean;
  /** Make good what this command can make good: APIs, roles, the database, secrets, settings. */
  readonly fixes: boolean;
  /** Ask nothing. */
  readonly isYes: boolean;
  readonly isJson: boolean;
  /** Rotation: leave the old version enabled, for callers that are told the new secret by hand. */
  readonly keepsOld: boolean;
}

/** The command line was wrong; the message says how to write it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const REGION = /^[a-z]+-[a-z]+\d{1,2}$/;

/** Reads `--project P [--region R] …`; `usage` is what a wrong line is answered with. */
export function readOptions(args: readonly string[], usage: string): Options {
  const { project, region, ...flags } = parsed(args, usage);
  if (project === undefined) throw new UsageError(`--project is missing: the id of your Firebase project.\n${usage}`);
  if (!PROJECT.test(project))
    throw new UsageError(`--project "${project}" is no project id: 6 to 30 small letters, digits and hyphens.`);
  if (region !== undefined && !REGION.test(region))
    throw new UsageError(`--region "${region}" is no region; write it like europe-west1.`);
  return {
    projectId: project,
    region: region ?? null,
    isDryRun: flags['dry-run'] === true,
    fixes: flags.fix === true,
    isYes: flags.yes === true,
    isJson: flags.json === true,
    keepsOld: flags['keep-old'] === true,
  };
}

function parsed(args: readonly string[], usage: string) {
  const boolean = { type: 'boolean' } as const;
  const string = { type: 'string' } as const;
  try {
    return parseArgs({
      args: args.filter((arg) => arg !== '--'),
      options: {
        project: string,
        region: string,
        'dry-run': boolean,
        fix: boolean,
        yes: boolean,
        json: boolean,
        'keep-old': boolean,
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** A demo project exists on this machine only: nothing of it can be looked at, and nothing is ever sent anywhere. */
export function isDemo(projectId: string): boolean {
  return projectId.startsWith('demo-');
}

import { isApiOff, type Look, type StepId } from './check.ts';
import { indexStates } from './checks/data.ts';
import { readHealth } from './checks/live-http.ts';
import { FIREBASE, type RunScript } from './firebase-cli.ts';
import { applyAccess, createDatabase, enableApis } from './fix-project.ts';
import { fixSecrets } from './fix-secrets.ts';
import type { PlannedStep } from './plan.ts';
import { writeSettings } from './settings.ts';

export interface Tools {
  readonly look: Look;
  readonly run: RunScript;
  readonly print: (line: string) => void;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly root: string;
  /** Has the tick compare all jobs with all schedules at its next turn. */
  compareJobs(): Promise<void>;
}

/** A step went wrong; says what was done before it and how to go on. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}

const POLL_MS = 5_000;
const API_MS = 5 * 60_000;
const INDEXES_MS = 30 * 60_000;
/** A minute for the schedule, one for the cold start, one to spare. */
const TICK_MS = 4 * 60_000;
const TICK_AGE_MS = 3 * 60_000;
/** Google's own agents get their rights a while after their APIs are switched on; the first upload then fails. */
const TRIES = 3;
const AGAIN_MS = 60_000;

const ACTIONS: Record<StepId, (tools: Tools) => Promise<void>> = {
  apis: enableApis,
  roles: applyAccess,
  database: createDatabase,
  secrets: fixSecrets,
  settings: async ({ look: { settings }, root }) => writeSettings(settings, root),
  build: ({ run }) => run('scripts/build.ts', []),
  firestore: (tools) => deploy(tools, 'firestore'),
  indexes: waitForIndexes,
  functions: (tools) => again(tools, () => deploy(tools, 'functions', '--force')),
  hosting: (tools) => deploy(tools, 'hosting'),
  smoke: smokeTest,
  jobs: ({ compareJobs }) => compareJobs(),
};

/** Does what is planned, in order. Each step may be done again: what is there already is left as it is. */
export async function applySteps(todo: readonly PlannedStep[], tools: Tools): Promise<void> {
  const done: string[] = [];
  for (const { id, title, takes } of todo) {
    tools.print(`\n${done.length + 1}/${todo.length} ${title} (${takes})`);
    try {
      await patiently(tools, () => ACTIONS[id](tools));
    } catch (error) {
      const before = done.length === 0 ? 'Nothing was changed before it.' : `Done before it: ${done.join(', ')}.`;
      const why = error instanceof Error ? error.message : String(error);
      const again = `npm run deploy -- --project ${tools.look.projectId} --fix`;
      throw new DeployError(
        `“${title}” failed: ${why}\n${before}\nGo on with: ${again}  (what is done is found done, or done again unchanged)`,
        { cause: error },
      );
    }
    done.push(title);
  }
}

/** An API that was switched on a moment ago goes on saying that it is off, for up to a few minutes. */
async function patiently({ print, sleep }: Tools, work: () => Promise<void>): Promise<void> {
  for (let waited = 0; ; waited += POLL_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isApiOff(error) || waited >= API_MS) throw error;
      if (waited === 0) print('  Its API was switched on just now and does not answer yet; waiting …');
      await sleep(POLL_MS);
    }
  }
}

function deploy({ run, look: { projectId } }: Tools, only: string, ...more: string[]): Promise<void> {
  return run(FIREBASE, ['deploy', '--only', only, '--project', projectId, '--non-interactive', ...more]);
}

async function again({ print, sleep }: Tools, work: () => Promise<void>): Promise<void> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      print('  It failed. The first time, rights granted a moment ago often do not hold yet: once more in a minute …');
      await sleep(AGAIN_MS);
    }
  }
}

async function waitForIndexes({ look, print, sleep }: Tools): Promise<void> {
  for (let waited = 0; ; waited += POLL_MS) {
    const growing = (await indexStates(look)).filter((state) => state === 'CREATING').length;
    if (growing === 0) return;
    if (waited >= INDEXES_MS) throw new Error(`${growing} indexes are still being built after half an hour`);
    if (waited % 30_000 === 0) print(`  ${growing} indexes are being built …`);
    await sleep(POLL_MS);
  }
}

/** `api` at its own address and behind Hosting, and the tick: the platform lives when all three answer. */
async function smokeTest({ look, print, sleep }: Tools): Promise<void> {
  const { config } = look.settings;
  if (config === null) throw new Error(look.settings.problem ?? 'The settings are wrong');
  await readHealth(look, config.apiOrigin);
  print(`  ${config.apiOrigin}/api/health answers`);
  const origin = config.appOrigin;
  for (let waited = 0; ; waited += POLL_MS) {
    const { tickAgeMs } = await readHealth(look, origin);
    if (tickAgeMs !== null && tickAgeMs < TICK_AGE_MS) break;
    if (waited >= TICK_MS) throw new Error(`The tick has not run: npm run doctor -- --project ${look.projectId}`);
    if (waited === 0) print(`  ${origin}/api/health answers; waiting for the first tick …`);
    await sleep(POLL_MS);
  }
  print('  the tick runs');
}

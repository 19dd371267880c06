// npm run deploy -- --project P: looks at what is missing, says what it will do, and does it.
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { applySteps, DeployError, type Tools } from './apply.ts';
import { type Finding, type Look, runChecks, SIGN_IN, SIGNED_OUT } from './check.ts';
import { runScript } from './firebase-cli.ts';
import { type Google, googleOf } from './google.ts';
import { lookWith, PREFLIGHT, unseen } from './look.ts';
import { isDemo, type Options, readOptions, UsageError } from './options.ts';
import { blockers, isFixable, type PlannedStep, planOf, stepsToDo } from './plan.ts';
import { counts, findingLines, planLines } from './report.ts';
import { readSettings } from './settings.ts';
import { ROOT } from './wanted.ts';

const USAGE = `npm run deploy -- --project P [options]
  --dry-run        show what is missing and the whole plan; change nothing
  --region R       where functions, queues and jobs live (kept in functions/.env.P; default us-central1)
  --fix            make good what this command can: APIs, roles, database, secrets, settings
  --yes            do not ask
  --json           print one JSON object last`;

/** Everything a deployment touches, so that a test can stand in for it. */
export interface World {
  readonly google: (projectId: string) => Google;
  readonly run: Tools['run'];
  readonly print: (line: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly sleep: Tools['sleep'];
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly root: string;
}

/** Returns the exit code: 0 done (or nothing in the way, in a dry run), 1 something is in the way, 2 a wrong line. */
export async function deploy(args: readonly string[], world: World): Promise<number> {
  const options = readOptions(args, USAGE);
  const { projectId } = options;
  const { print } = world;
  const settings = readSettings(projectId, options.region, world.root);
  const look: Look = { ...lookWith(world.google(projectId), projectId, settings), fetch: world.fetch, now: world.now };
  const findings = isDemo(projectId) ? unseen(PREFLIGHT) : await runChecks(PREFLIGHT, look);
  const plan = planOf({ projectId, region: settings.region, settingsPath: settings.path }, findings);
  print(`Preflight of ${projectId} in ${settings.region}: ${counts(findings)}\n`);
  for (const line of findingLines(findings, { offersFix: !options.fixes })) print(line);
  print(
    '\nBefore it, and only by you: a Firebase project on the plan Blaze, and a sign-in provider. See docs/deploy.md.',
  );
  print('The plan, in this order:\n');
  for (const line of planLines(plan)) print(line);
  const code = options.isDryRun ? endDryRun(findings, world) : await go(plan, findings, look, options, world);
  if (options.isJson) print(JSON.stringify({ projectId, region: settings.region, findings, plan, code }));
  return code;
}

function endDryRun(findings: readonly Finding[], { print }: World): number {
  const stops = blockers(findings, true);
  print('\nThis was a dry run: nothing was changed.');
  if (stops.length > 0) print(`In the way, and only you can do it: ${stops.map(({ title }) => title).join(', ')}.`);
  return stops.length > 0 ? 1 : 0;
}

async function go(
  plan: readonly PlannedStep[],
  findings: readonly Finding[],
  look: Look,
  options: Options,
  { print, confirm, run, sleep, root }: World,
): Promise<number> {
  const obstacle = obstacleOf(findings, options);
  if (obstacle !== null) {
    print(`\nNot deployed: ${obstacle}`);
    return 1;
  }
  if (!options.isYes && !(await confirm(`\nDo this in ${look.projectId}?`))) {
    print('Nothing was changed.');
    return 1;
  }
  const compareJobs = () => compareJobsSoon(look);
  await applySteps(stepsToDo(plan, options.fixes), { look, run, print, sleep, root, compareJobs });
  print(`\nDeployed: ${look.settings.config?.appOrigin}\nHow it fares: npm run doctor -- --project ${look.projectId}`);
  return 0;
}

/** Why it cannot be deployed now, and what to do; null when nothing is in the way. */
function obstacleOf(findings: readonly Finding[], { projectId, fixes }: Options): string | null {
  if (isDemo(projectId)) return 'a demo project exists on this machine only, and npm start runs it. Use --dry-run.';
  if (findings.some(({ detail }) => detail === SIGNED_OUT)) return `nobody is signed in. ${SIGN_IN}`;
  const stops = blockers(findings, fixes);
  if (stops.length === 0) return null;
  const names = (some: readonly Finding[]) => some.map(({ title }) => title).join(', ');
  const fixable = stops.filter(isFixable);
  const fix = fixable.length > 0 ? `\nWith --fix this command does ${names(fixable)}.` : '';
  return `${names(stops)}. What to do stands above, behind →.${fix}`;
}

/** The tick compares when the last comparison is an hour old, or unknown: so it is forgotten. */
async function compareJobsSoon({ google, projectId }: Look): Promise<void> {
  const path = `/v1/projects/${projectId}/databases/(default)/documents/heartbeats/tick?updateMask.fieldPaths=jobsComparedAt&currentDocument.exists=true`;
  const body = { fields: { jobsComparedAt: { nullValue: null } } };
  await google.send('PATCH', 'firestore', path, body, z.looseObject({}));
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('Nobody is there to ask: add --yes');
  const line = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await line.question(`${question} (y/N) `);
  line.close();
  return /^y(es)?$/i.test(answer.trim());
}

if (import.meta.main) {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const world: World = {
    google: googleOf,
    run: runScript,
    print,
    confirm,
    sleep,
    fetch,
    now: () => new Date(),
    root: ROOT,
  };
  process.exitCode = await deploy(process.argv.slice(2), world).catch((error: unknown) => {
    if (!(error instanceof UsageError) && !(error instanceof DeployError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  });
}

// npm run doctor -- --project P: the preflight's checks on a live project, and how it fares. Exit code 1 on any red.
import { buildApp } from '../../functions/src/app.ts';
import { readConfig } from '../../functions/src/config.ts';
import { type Check, type Look, missing, runChecks } from './check.ts';
import { liveCloudChecks } from './checks/live-cloud.ts';
import { liveHttpChecks } from './checks/live-http.ts';
import { type Live, liveStoreChecks } from './checks/live-store.ts';
import { type Google, googleOf } from './google.ts';
import { lookWith, PREFLIGHT } from './look.ts';
import { isDemo, readOptions, UsageError } from './options.ts';
import { counts, findingLines } from './report.ts';
import { readSettings } from './settings.ts';
import { ROOT } from './wanted.ts';

const USAGE = `npm run doctor -- --project P [--region R] [--json]`;

/** Everything the doctor looks with, so that a test can stand in for it. */
export interface Practice {
  readonly google: (projectId: string) => Google;
  readonly live: (look: Look) => Live;
  readonly print: (line: string) => void;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly root: string;
}

/** Returns the exit code: 0 when nothing is red, 1 otherwise. What cannot be told is red too: it is not known to be well. */
export async function doctor(args: readonly string[], practice: Practice): Promise<number> {
  const options = readOptions(args, USAGE);
  const { projectId } = options;
  const { print } = practice;
  const settings = readSettings(projectId, options.region, practice.root);
  const google = practice.google(projectId);
  const look: Look = { ...lookWith(google, projectId, settings), fetch: practice.fetch, now: practice.now };
  const findings = await runChecks(checksOf(look, practice), look);
  const red = findings.filter(({ state }) => state === 'missing' || state === 'unknown');
  print(`${projectId} in ${settings.region}: ${counts(findings)}\n`);
  for (const line of findingLines(findings, { offersFix: false })) print(line);
  const verdict = red.length === 0 ? 'It is well.' : `${red.length} red: ${red.map(({ title }) => title).join(', ')}.`;
  print(`\n${verdict}`);
  if (options.isJson) print(JSON.stringify({ projectId, region: settings.region, isWell: red.length === 0, findings }));
  return red.length === 0 ? 0 : 1;
}

/** Of a demo project only the local servers can be looked at, those that the environment names. */
function checksOf(look: Look, { live }: Practice): readonly Check[] {
  if (isDemo(look.projectId)) return liveStoreChecks(live(look));
  const { config, problem, path } = look.settings;
  const broken: Check = {
    id: 'live',
    title: 'The live project',
    step: null,
    run: async () => missing(problem ?? '', `edit ${path}`),
  };
  const stored = config === null ? [broken] : liveStoreChecks(live(look));
  return [...PREFLIGHT, ...liveHttpChecks, ...liveCloudChecks, ...stored];
}

/** The functions' own adapters, with the credentials of whoever is signed in, or on the local servers of a demo project. */
function liveOf({ projectId, region, settings }: Look): Live {
  const isLocal = (process.env.FIRESTORE_EMULATOR_HOST ?? '') !== '';
  if (isDemo(projectId) && !isLocal)
    throw new UsageError(
      'A demo project lives on local servers: set FIRESTORE_EMULATOR_HOST and the like, as npm start does.',
    );
  if (!isDemo(projectId) && isLocal)
    throw new UsageError(`FIRESTORE_EMULATOR_HOST is set, and ${projectId} is a real project: unset it.`);
  const here = isDemo(projectId) ? readConfig({ ...process.env, GCLOUD_PROJECT: projectId, REGION: region }) : null;
  const config = here ?? settings.config;
  if (config === null) throw new UsageError(settings.problem ?? 'The settings are wrong');
  return buildApp(config).arsenal;
}

if (import.meta.main) {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const practice: Practice = { google: googleOf, live: liveOf, print, fetch, now: () => new Date(), root: ROOT };
  const code = await doctor(process.argv.slice(2), practice).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  });
  process.exit(code); // the clients keep their connections open
}

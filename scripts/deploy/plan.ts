import { type Finding, runtimeAccount, STEPS, type StepId } from './check.ts';
import { grant } from './checks/access.ts';
import { apisOff } from './checks/project.ts';
import { createSecret, readSecret } from './checks/secrets.ts';
import { RUNTIME_ROLES, SECRETS } from './wanted.ts';

/** Stands for what only the project itself can tell. */
const NUMBER = 'PROJECT_NUMBER';

/** One step of a deployment, as it is announced before anything is changed. */
export interface PlannedStep {
  readonly id: StepId;
  readonly title: string;
  /** What is changed, and why here. */
  readonly what: readonly string[];
  /** The same by hand, complete. */
  readonly commands: readonly string[];
  readonly takes: string;
  readonly costs: string;
  /** What the preflight says about it: already so, to be done, or it cannot be told. */
  readonly state: 'done' | 'to do' | 'cannot tell';
}

interface Place {
  readonly projectId: string;
  readonly region: string;
  readonly settingsPath: string;
}

type Fixed = Omit<PlannedStep, 'id' | 'state' | 'what'> & { readonly why: string };

type Preparation = 'apis' | 'roles' | 'database' | 'secrets' | 'settings';

function preparation({ projectId, region, settingsPath }: Place): Record<Preparation, Fixed> {
  return {
    apis: {
      title: 'APIs',
      why: 'switch on the Google APIs that the functions and this command call',
      commands: [`gcloud services enable ${apisOff([]).join(' ')} --project ${projectId}`],
      takes: '1–2 min',
      costs: 'nothing',
    },
    roles: {
      title: 'Roles',
      why: 'let the account that the functions run as reach Firestore, Cloud Tasks, Cloud Scheduler and each other',
      commands: RUNTIME_ROLES.map(({ role, condition }) =>
        grant(projectId, `serviceAccount:${runtimeAccount(NUMBER)}`, role, condition?.(NUMBER)),
      ),
      takes: 'seconds; up to 2 min until it holds',
      costs: 'nothing',
    },
    database: {
      title: 'Firestore database',
      why: `create (default) in Native mode in ${region}; its location can never be changed`,
      commands: [
        `gcloud firestore databases create --location=${region} --type=firestore-native --project ${projectId}`,
      ],
      takes: '1 min',
      costs: 'free up to 50,000 reads and 20,000 writes a day',
    },
    secrets: {
      title: 'Secrets',
      why: 'make CRON_SECRET and LINK_KEY out of chance, without the label firebase-managed; let the functions read each',
      commands: SECRETS.filter(({ isOurs }) => isOurs).flatMap(({ id }) => [
        createSecret(id, projectId),
        readSecret(id, projectId, `serviceAccount:${runtimeAccount('PROJECT_NUMBER')}`),
      ]),
      takes: 'seconds',
      costs: 'free up to 6 versions, then $0.06 a version and month',
    },
    settings: {
      title: 'Settings',
      why: `write the region into ${settingsPath}; the other lines stay`,
      commands: [`echo REGION=${region} >> ${settingsPath}`],
      takes: 'at once',
      costs: 'nothing',
    },
  };
}

function rollout({ projectId }: Place): Record<Exclude<StepId, Preparation>, Fixed> {
  const firebase = (only: string) => `firebase deploy --only ${only} --project ${projectId} --non-interactive`;
  return {
    build: {
      title: 'Build',
      why: 'bundle the functions and the web app out of the sources here',
      commands: ['npm run build'],
      takes: '10–30 s',
      costs: 'nothing',
    },
    firestore: {
      title: 'Firestore rules, indexes, TTL',
      why: 'before the code that asks for them; indexes that are not ours stay',
      commands: [firebase('firestore')],
      takes: '10 s',
      costs: 'nothing',
    },
    indexes: {
      title: 'Wait for the indexes',
      why: 'a query without its index fails, so the functions come after them',
      commands: [`gcloud firestore indexes composite list --project ${projectId}`],
      takes: '2–10 min the first time, then at once',
      costs: 'storage only',
    },
    functions: {
      title: 'Functions',
      why: 'upload the bundle and make or renew each function, its queue and its schedule; those of other codebases stay',
      commands: [`${firebase('functions')} --force`],
      takes: '3–6 min the first time, then 1–3',
      costs: 'free up to 2 million calls a month; idle: cents',
    },
    hosting: {
      title: 'Web app',
      why: 'after the functions, which its rewrites point to',
      commands: [firebase('hosting')],
      takes: '20 s',
      costs: 'free up to 10 GB and 360 MB a day',
    },
    smoke: {
      title: 'Smoke test',
      why: 'ask /api/health at both addresses, and wait until the tick has run',
      commands: [`curl https://${projectId}.web.app/api/health`],
      takes: 'up to 3 min',
      costs: 'nothing',
    },
    jobs: {
      title: 'Jobs',
      why: 'have the tick compare the jobs of Cloud Scheduler with the schedules now, not within the hour',
      commands: [`npm run doctor -- --project ${projectId}`],
      takes: '1 min',
      costs: '$0.10 a month for each schedule, 3 are free',
    },
  };
}

/** Done at each deployment, whatever the preflight says. */
const ALWAYS: readonly StepId[] = ['build', 'firestore', 'indexes', 'functions', 'hosting', 'smoke', 'jobs'];
/** Changes the project itself, beyond what was asked for: only with `--fix`. */
const ASKED: readonly StepId[] = ['apis', 'roles', 'database', 'secrets'];

/**
 * What will be done, in order, so that each step finds what it needs: no code before its database, its secrets and its
 * indexes. Pure. A step that is already done is listed as such.
 */
export function planOf(place: Place, findings: readonly Finding[]): PlannedStep[] {
  const fixed = { ...preparation(place), ...rollout(place) };
  return STEPS.map((id) => {
    const { why, ...step } = fixed[id];
    const about = findings.filter((finding) => finding.step === id);
    const open = about.filter(({ state }) => state === 'missing');
    const isUnknown = about.some(({ state }) => state === 'unknown');
    const state = ALWAYS.includes(id) || open.length > 0 ? 'to do' : isUnknown ? 'cannot tell' : 'done';
    return { id, ...step, what: [why, ...open.map(({ title, detail }) => `${title}: ${detail}`)], state };
  });
}

/** What stands in the way: what only a person can do, and what `--fix` would if it were given. */
export function blockers(findings: readonly Finding[], fixes: boolean): Finding[] {
  return findings.filter(
    (finding) => finding.state === 'missing' && (finding.step === null || (!fixes && isFixable(finding))),
  );
}

/** Whether `--fix` makes it good. */
export function isFixable({ step }: Finding): boolean {
  return step !== null && ASKED.includes(step);
}

/** What is left to do. Without `--fix`, what cannot be told about the project is left as it is. */
export function stepsToDo(plan: readonly PlannedStep[], fixes: boolean): PlannedStep[] {
  return plan.filter(({ id, state }) => state !== 'done' && (fixes || !ASKED.includes(id)));
}

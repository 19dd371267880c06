import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_USER } from '../seed/demo-shop.ts';
import { seed } from '../seed/seed.ts';
import { secretClient } from '../testing/google-client.ts';
import { ROOT, writeFirebaseProject } from './firebase-project.ts';
import { type FirebaseSuite, startFirebaseSuite } from './firebase-suite.ts';
import { clearLeftovers, noteRunning } from './leftovers.ts';
import { DEFAULT_PORTS, requireFree, type StackPorts } from './ports.ts';
import { storeSecrets } from './secrets.ts';
import { clockFileIn, type Services, startServices } from './services.ts';
import { warmUp } from './warm-up.ts';

export const PROJECT_ID = 'demo-playbooks';
export const REGION = 'us-central1';

export interface StackOptions {
  /** Where all state and logs live; it is made if missing. Two stacks never share one. */
  readonly dataDir: string;
  readonly ports?: StackPorts;
  /** Vendors that are played by a server of this machine: host → `http://127.0.0.1:port/path`. */
  readonly detours?: Readonly<Record<string, string>>;
  /** One line per thing that has come up. */
  readonly onProgress?: (line: string) => void;
  /** Gives up a start that is under way; it rejects when all is gone. */
  readonly signal?: AbortSignal;
}

/** The whole product, running on this machine. One per process: the Admin SDK finds the emulators by the environment. */
export interface Stack {
  readonly projectId: string;
  readonly ports: StackPorts;
  readonly dataDir: string;
  /** What to open: Hosting. */
  readonly appOrigin: string;
  /** The `api` function itself. */
  readonly apiOrigin: string;
  readonly scheduler: Services['scheduler'];
  readonly inbox: Services['inbox'];
  readonly shops: Services['shops'];
  /** Resolves with the reason when a part dies by itself; all else is stopped then. */
  readonly failed: Promise<Error>;
  /** Stops everything and saves its state. A second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts the Firebase emulators with our functions and web app, the emulators of Cloud Scheduler, Cloud Tasks and Secret
 * Manager, a mail inbox and the demo shops, and puts the demo data in. Needs `functions/dist` and `web/dist`.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const {
    dataDir,
    ports = DEFAULT_PORTS,
    detours = {},
    onProgress = () => {},
    signal = new AbortController().signal,
  } = options;
  signal.throwIfAborted();
  const runningFile = join(dataDir, 'running.json');
  mkdirSync(dataDir, { recursive: true });
  clearLeftovers(runningFile);
  await requireFree(ports);
  const folder = join(dataDir, 'firebase');
  writeFirebaseProject(folder, ports);
  const services = await startServices(dataDir, ports);
  onProgress('Cloud Scheduler, Cloud Tasks, Secret Manager, inbox and shops are up');
  try {
    const cronSecret = await provideSecrets(ports);
    const suite = await startFirebaseSuite({
      projectId: PROJECT_ID,
      folder,
      exportFolder: join(dataDir, 'firebase-export'),
      logFile: join(dataDir, 'logs', 'firebase.log'),
      ports,
      env: { ...functionsEnvironment(dataDir, ports), ...detoursOf(detours) },
      signal,
    });
    onProgress('Firestore, Auth, Functions and Hosting are up');
    noteRunning(runningFile, {
      owner: process.pid,
      children: [suite.pid, suite.javaPid],
      origin: originOf(ports.hosting),
    });
    const stack = assemble({ dataDir, ports, services, suite, runningFile });
    await seedDemo(stack, onProgress);
    await warmUp(PROJECT_ID, stack.apiOrigin);
    services.startTicking(stack.apiOrigin, cronSecret);
    return stack;
  } catch (error) {
    await services.stop();
    throw error;
  }
}

interface Parts {
  readonly dataDir: string;
  readonly ports: StackPorts;
  readonly services: Services;
  readonly suite: FirebaseSuite;
  readonly runningFile: string;
}

function assemble({ dataDir, ports, services, suite, runningFile }: Parts): Stack {
  let stopping: Promise<void> | null = null;
  const stopAll = async () => {
    await services.quiet();
    try {
      await suite.stop();
    } finally {
      await services.stop();
      rmSync(runningFile, { force: true });
    }
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  const failed = new Promise<Error>((resolve) => {
    void suite.ended.then(({ code, signal }) => {
      if (stopping !== null) return;
      const how = signal ?? `exit code ${code}`;
      const error = new Error(
        `The Firebase emulators ended by themselves (${how}). Their last lines:\n${suite.tail()}`,
      );
      void stop().finally(() => resolve(error));
    });
  });
  const { scheduler, inbox, shops } = services;
  const apiOrigin = `${originOf(ports.functions)}/${PROJECT_ID}/${REGION}/api`;
  const appOrigin = originOf(ports.hosting);
  return { projectId: PROJECT_ID, ports, dataDir, appOrigin, apiOrigin, scheduler, inbox, shops, failed, stop };
}

async function provideSecrets(ports: StackPorts): Promise<string> {
  const client = secretClient(ports.secretManager);
  try {
    return await storeSecrets(client, PROJECT_ID, `smtp://127.0.0.1:${ports.smtp}`);
  } finally {
    await client.close();
  }
}

async function seedDemo(stack: Stack, onProgress: (line: string) => void): Promise<void> {
  process.env.FIRESTORE_EMULATOR_HOST = `127.0.0.1:${stack.ports.firestore}`;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = `127.0.0.1:${stack.ports.auth}`;
  try {
    const { created } = await seed(PROJECT_ID, new Date(), stack.shops.shops);
    onProgress(created > 0 ? `Demo data is in (${created} documents)` : 'Data of the last time is back');
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/** What functions/src/config.ts reads. */
function functionsEnvironment(dataDir: string, ports: StackPorts): Record<string, string> {
  const local = (port: number) => `127.0.0.1:${port}`;
  const reachable = [ports.shopHigherLevel, ports.shopSaltCity, ports.shopLakeside, ports.smtp];
  return {
    REGION,
    API_ORIGIN: `${originOf(ports.functions)}/${PROJECT_ID}/${REGION}/api`,
    APP_ORIGIN: originOf(ports.hosting),
    MAIL_FROM: 'Playbooks <playbooks@thrive.example>',
    DRIVE_FOLDER: join(dataDir, 'drive'),
    LOCAL_CLOCK_FILE: clockFileIn(dataDir),
    DEMO_USER: `${DEMO_USER.email}:${DEMO_USER.password}`,
    MODERATORS: DEMO_USER.email,
    OUTBOUND_ALLOW: reachable.map(local).join(','),
    CLOUD_SCHEDULER_EMULATOR_HOST: local(ports.scheduler),
    SECRET_MANAGER_EMULATOR_HOST: local(ports.secretManager),
    LOCAL_TASKS_EMULATOR_HOST: local(ports.tasks),
    NODE_COMPILE_CACHE: join(ROOT, '.local', 'compile-cache'),
  };
}

function detoursOf(detours: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(detours).map(([host, to]) => `${host}=${to}`);
  return pairs.length === 0 ? {} : { OUTBOUND_DETOURS: pairs.join(',') };
}

function originOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { type Child, killGroup, startChild } from './child.ts';
import { findFirestoreJar } from './firestore-jar.ts';
import { findJava } from './java.ts';
import { endFirestoreEmulatorAt } from './leftovers.ts';
import type { StackPorts } from './ports.ts';

const START_WITHIN_MS = 120_000;
/** The suite exports Firestore and Auth before it ends. */
const STOP_WITHIN_MS = 20_000;
const READY = /All emulators ready/;
const NOT_SAVED = /Automatic export .* failed/;

export interface FirebaseSuite {
  readonly pid: number;
  /** The Firestore emulator's own process, which firebase-tools puts into a group of its own. */
  readonly javaPid: number;
  readonly ended: Child['ended'];
  readonly tail: () => string;
  /** Rejects, when all is ended, if the data could not be saved. */
  stop(): Promise<void>;
}

export interface FirebaseSuiteOptions {
  readonly projectId: string;
  /** The folder with the firebase.json to run; see `writeFirebaseProject`. */
  readonly folder: string;
  /** Read at the start if it exists, written at the end. */
  readonly exportFolder: string;
  readonly logFile: string;
  readonly ports: StackPorts;
  /** For the functions. */
  readonly env: Readonly<Record<string, string>>;
  /** Gives up the start: what has come up is ended, and the start rejects. */
  readonly signal: AbortSignal;
}

/** Starts Firestore, Auth, Functions and Hosting by firebase-tools; resolves when all are ready. */
export async function startFirebaseSuite(options: FirebaseSuiteOptions): Promise<FirebaseSuite> {
  const java = findJava();
  const jar = await findFirestoreJar();
  const cli = createRequire(import.meta.url).resolve('firebase-tools/lib/bin/firebase.js');
  const quickAuth = new URL('./quick-auth-emulator.ts', import.meta.url).href;
  const state = ['--import', options.exportFolder, '--export-on-exit', options.exportFolder];
  const only = ['--only', 'auth,functions,firestore,hosting', '--project', options.projectId];
  // firebase-tools notes in the temporary folder, by project, whose data it is to export; two stacks at once share the
  // project, so each has a folder of its own. Short, because a socket lies in it.
  const temporary = mkdtempSync(join(tmpdir(), 'pb-'));
  const child = startChild({
    name: 'Firebase Emulator Suite',
    program: process.execPath,
    args: [`--import=${quickAuth}`, cli, 'emulators:start', ...only, ...state, '--non-interactive'],
    cwd: options.folder,
    logFile: options.logFile,
    env: { ...environment(options, java, jar), TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  void child.ended.then(() => rmSync(temporary, { recursive: true, force: true }));
  const giveUp = () => void child.stop(STOP_WITHIN_MS);
  options.signal.addEventListener('abort', giveUp);
  if (options.signal.aborted) giveUp(); // between the caller's check and now
  try {
    await child.until(READY, START_WITHIN_MS);
    await requireFunctions(options, child);
    const javaPid = await firestorePid(options.ports.hub);
    const stop = async () => {
      await child.stop(STOP_WITHIN_MS);
      killGroup(javaPid);
      if (!NOT_SAVED.test(child.tail())) return;
      throw new Error(`The data of Firestore and Auth could not be saved; ${options.logFile} says why.`);
    };
    return { pid: child.pid, javaPid, ended: child.ended, tail: child.tail, stop };
  } catch (error) {
    await child.stop(STOP_WITHIN_MS);
    endFirestoreEmulatorAt(options.ports.firestore);
    throw error;
  } finally {
    options.signal.removeEventListener('abort', giveUp);
  }
}

function environment({ env, folder }: FirebaseSuiteOptions, java: string, jar: string): NodeJS.ProcessEnv {
  const inherited = { ...process.env };
  // Nothing here may reach a real project, or another stack's emulators.
  for (const name of Object.keys(inherited)) {
    if (/^(GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_CLOUD_PROJECT|FIREBASE_TOKEN|.*_EMULATOR_HOST)$/.test(name)) {
      delete inherited[name];
    }
  }
  return {
    ...inherited,
    PATH: isAbsolute(java) ? `${dirname(java)}${delimiter}${inherited.PATH ?? ''}` : inherited.PATH,
    XDG_CONFIG_HOME: join(folder, 'config'),
    NO_UPDATE_NOTIFIER: '1',
    // Looking for Google's metadata server costs seconds on every start, and there is none to be used.
    METADATA_SERVER_DETECTION: 'none',
    FIRESTORE_EMULATOR_BINARY_PATH: jar,
    JAVA_TOOL_OPTIONS: '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto',
    NODE_OPTIONS: `--import=${new URL('./worker-env.ts', import.meta.url).href}`,
    ...env,
  };
}

/** firebase-tools says "ready" even when our bundle could not be loaded. */
async function requireFunctions({ ports, logFile }: FirebaseSuiteOptions, child: Child): Promise<void> {
  const shape = z.object({ backends: z.array(z.object({ functionTriggers: z.array(z.unknown()) })) });
  const answer = await fetch(`http://127.0.0.1:${ports.functions}/backends`);
  const { backends } = shape.parse(await answer.json());
  if (backends.some(({ functionTriggers }) => functionTriggers.length > 0)) return;
  throw new Error(`The functions could not be loaded; ${logFile} says why. Its last lines:\n${child.tail()}`);
}

async function firestorePid(hubPort: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${hubPort}/emulators`);
  return z.object({ firestore: z.object({ pid: z.number() }) }).parse(await answer.json()).firestore.pid;
}

import { type Child, startChild } from './stack/child.ts';
import { findFirestoreJar } from './stack/firestore-jar.ts';
import { findJava } from './stack/java.ts';
import { freePort } from './stack/ports.ts';

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 4_000;

/** A Firestore emulator alone, without the Emulator Suite: rules and data, no triggers. For the test suites. */
export interface FirestoreEmulator {
  readonly port: number;
  /** `host:port`, as FIRESTORE_EMULATOR_HOST wants it. */
  readonly host: string;
  readonly pid: number;
  close(): Promise<void>;
}

export interface FirestoreEmulatorOptions {
  /** 0 or none: any free port. */
  readonly port?: number;
  /** Path of a rules file for every project; without one everything is allowed. */
  readonly rules?: string;
}

/** Starts the emulator and resolves when it answers. Throws `MissingPartError` without Java or the emulator's jar. */
export async function startFirestoreEmulator(options: FirestoreEmulatorOptions = {}): Promise<FirestoreEmulator> {
  const java = findJava();
  const jar = await findFirestoreJar();
  const port = options.port || (await freePort());
  const rules = options.rules === undefined ? [] : ['--rules', options.rules];
  const quickStart = ['-Xshare:auto', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Duser.language=en'];
  const args = [...quickStart, '-jar', jar, '--host', '127.0.0.1', '--port', String(port), ...rules];
  const child = startChild({ name: 'Firestore emulator', program: java, args });
  const close = () => child.stop(STOP_WITHIN_MS);
  try {
    await untilReady(child, port);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, host: `127.0.0.1:${port}`, pid: child.pid, close };
}

async function untilReady(child: Child, port: number): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (!child.isRunning()) throw new Error(`The Firestore emulator ended while starting:\n${child.tail()}`);
    if (await answers(`http://127.0.0.1:${port}/`)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The Firestore emulator did not answer within ${START_WITHIN_MS / 1000} s:\n${child.tail()}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { MissingPartError } from './java.ts';
import { storedZip } from './stored-zip.ts';

const require = createRequire(import.meta.url);
const ROOT = resolve(import.meta.dirname, '../../..');
const MAIN_CLASS = 'com.google.cloud.datastore.emulator.firestore.CloudFirestore';
const JAR_IN_SDK = 'platform/cloud-firestore-emulator/cloud-firestore-emulator.jar';

/** Where firebase-tools of our version keeps its Firestore emulator, and where it would take it from. */
function firebaseToolsJar(env: NodeJS.ProcessEnv): { path: string; url: string } {
  const shape = z.object({ firestore: z.object({ downloadPathRelativeToCacheDir: z.string(), remoteUrl: z.url() }) });
  const file = require.resolve('firebase-tools/lib/emulator/downloadableEmulatorInfo.json');
  const { firestore } = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const cache = env.FIREBASE_EMULATORS_PATH ?? join(homedir(), '.cache', 'firebase', 'emulators');
  return { path: join(cache, firestore.downloadPathRelativeToCacheDir), url: firestore.remoteUrl };
}

/** The Firestore emulator inside an installed Google Cloud CLI; null when there is none. */
function googleCloudJar(env: NodeJS.ProcessEnv): string | null {
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'gcloud'));
  const roots = onPath.filter(existsSync).map((gcloud) => dirname(dirname(realpathSync(gcloud))));
  const usual = ['/usr/lib', '/usr/share', '/usr/local/share', '/opt', '/opt/homebrew/share', '/snap', homedir()];
  roots.push(...usual.map((folder) => join(folder, 'google-cloud-sdk')), '/snap/google-cloud-cli/current');
  return roots.map((root) => join(root, JAR_IN_SDK)).find(existsSync) ?? null;
}

/**
 * The Google Cloud CLI's jar names no main class, so `java -jar` refuses it. This writes a jar that holds nothing but a
 * manifest that names the class and points to the real jar, and returns its path.
 */
function writeStarterJar(jar: string, folder: string): string {
  const manifest = [
    'Manifest-Version: 1.0',
    `Main-Class: ${MAIN_CLASS}`,
    ...foldManifestLine(`Class-Path: ${pathToFileURL(jar).pathname}`),
    '',
    '',
  ].join('\r\n');
  const starter = join(folder, 'firestore-emulator.jar');
  mkdirSync(folder, { recursive: true });
  writeFileSync(starter, storedZip([{ name: 'META-INF/MANIFEST.MF', data: Buffer.from(manifest) }]));
  return starter;
}

/** A manifest line holds at most 72 bytes; what is longer goes on, after a space, on the next. */
function foldManifestLine(line: string): string[] {
  const lines = [line.slice(0, 70)];
  for (let at = 70; at < line.length; at += 69) lines.push(` ${line.slice(at, at + 69)}`);
  return lines;
}

/**
 * A Firestore emulator that `java -jar` and firebase-tools (FIRESTORE_EMULATOR_BINARY_PATH) can start: the one that the
 * environment names, the one firebase-tools has cached, that of an installed Google Cloud CLI, or a fresh download.
 * Throws `MissingPartError` when none can be had.
 */
export async function findFirestoreJar(
  env: NodeJS.ProcessEnv = process.env,
  folder: string = join(ROOT, '.local', 'emulator'),
): Promise<string> {
  const named = env.FIRESTORE_EMULATOR_BINARY_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new MissingPartError(
      `FIRESTORE_EMULATOR_BINARY_PATH names ${named}, which does not exist: correct or unset it.`,
    );
  }
  const ofFirebase = firebaseToolsJar(env);
  if (existsSync(ofFirebase.path)) return ofFirebase.path;
  if (await isReachable(ofFirebase.url)) {
    download();
    if (existsSync(ofFirebase.path)) return ofFirebase.path;
  }
  const ofGoogleCloud = googleCloudJar(env);
  if (ofGoogleCloud !== null) return writeStarterJar(ofGoogleCloud, folder);
  throw new MissingPartError(
    'No Firestore emulator is installed and it cannot be downloaded from here: install it (gcloud components install cloud-firestore-emulator), or set FIRESTORE_EMULATOR_BINARY_PATH to its jar.',
  );
}

async function isReachable(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(3000) });
    return answer.ok;
  } catch {
    return false; // offline is normal here: there are other places to look
  }
}

function download(): void {
  process.stderr.write('Downloading the Firestore emulator (64 MB, first time only) …\n');
  try {
    const firebase = require.resolve('firebase-tools/lib/bin/firebase.js');
    execFileSync(process.execPath, [firebase, 'setup:emulators:firestore'], { stdio: 'ignore', timeout: 300_000 });
  } catch {
    process.stderr.write('The download failed; looking elsewhere.\n');
  }
}

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { StackPorts } from './ports.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');
/** `node_modules` since firebase-tools looks for firebase-functions from its own folder upwards, not from the link's target. */
const LINKS = { functions: 'functions/dist', web: 'web/dist', node_modules: 'node_modules' };

/** firebase.json, as far as the local stack changes it. */
const firebaseJsonSchema = z.looseObject({
  functions: z.tuple([z.looseObject({ source: z.string() })]),
  firestore: z.looseObject({ rules: z.string(), indexes: z.string() }),
  hosting: z.looseObject({
    public: z.string(),
    headers: z.array(
      z.object({ source: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) }),
    ),
  }),
});

/**
 * Writes the folder in which firebase-tools runs: our firebase.json with this stack's ports and emulators, and links to
 * what was built. The ports cannot be given on the command line, and all that the tools write (logs) stays in there.
 */
export function writeFirebaseProject(folder: string, ports: StackPorts, root: string = ROOT): void {
  mkdirSync(folder, { recursive: true });
  const given = firebaseJsonSchema.parse(JSON.parse(readFileSync(join(root, 'firebase.json'), 'utf8')));
  for (const [name, target] of Object.entries(LINKS)) {
    if (!existsSync(join(root, target))) throw new Error(`${target} is missing: npm run build makes it`);
    rmSync(join(folder, name), { recursive: true, force: true });
    symlinkSync(join(root, target), join(folder, name), 'junction');
  }
  copyFileSync(join(root, given.firestore.rules), join(folder, 'firestore.rules'));
  copyFileSync(join(root, given.firestore.indexes), join(folder, 'firestore.indexes.json'));
  const { predeploy: _, ...functions } = given.functions[0];
  const project = {
    functions: [{ ...functions, source: 'functions' }],
    firestore: { rules: 'firestore.rules', indexes: 'firestore.indexes.json' },
    hosting: { ...given.hosting, public: 'web', headers: allowEmulators(given.hosting.headers, ports) },
    emulators: emulatorsAt(ports),
  };
  writeFileSync(join(folder, 'firebase.json'), JSON.stringify(project, null, 2));
}

type HeaderRules = z.infer<typeof firebaseJsonSchema>['hosting']['headers'];

/** The page may talk to the emulators; the deployed one may not. Nothing here is served over TLS. */
function allowEmulators(rules: HeaderRules, ports: StackPorts): HeaderRules {
  const origins = [ports.auth, ports.firestore, ports.functions].flatMap((port) => [
    `http://127.0.0.1:${port}`,
    `http://localhost:${port}`,
  ]);
  return rules.map(({ source, headers }) => ({
    source,
    headers: headers
      .filter(({ key }) => key !== 'Strict-Transport-Security')
      .map(({ key, value }) => ({
        key,
        value:
          key === 'Content-Security-Policy'
            ? value
                .replace('connect-src', `connect-src ${origins.join(' ')}`)
                .replace('frame-src', `frame-src http://127.0.0.1:${ports.auth}`)
            : value,
      })),
  }));
}

function emulatorsAt(ports: StackPorts) {
  const at = (port: number) => ({ host: '127.0.0.1', port });
  return {
    auth: at(ports.auth),
    functions: at(ports.functions),
    firestore: { ...at(ports.firestore), websocketPort: ports.firestoreWebsocket },
    hosting: at(ports.hosting),
    hub: at(ports.hub),
    logging: at(ports.logging),
    eventarc: at(ports.eventarc),
    tasks: at(ports.firebaseTasks),
    ui: { enabled: false },
    singleProjectMode: true,
  };
}

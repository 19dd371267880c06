import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST_JAVA = 17;

/** Something that the machine lacks; the message is one line that says what to install or set. */
export class MissingPartError extends Error {
  override readonly name = 'MissingPartError';
}

/** The `java` program to use: JAVA_HOME's, else the one on the PATH. Throws `MissingPartError`. */
export function findJava(env: NodeJS.ProcessEnv = process.env): string {
  const home = env.JAVA_HOME;
  const program = process.platform === 'win32' ? 'java.exe' : 'java';
  const atHome = home === undefined ? null : join(home, 'bin', program);
  const java = atHome !== null && existsSync(atHome) ? atHome : program;
  const version = majorVersion(java, env);
  if (version === null || version < OLDEST_JAVA) {
    const found = version === null ? 'none was found' : `this is Java ${version}`;
    throw new MissingPartError(
      `The Firestore emulator needs Java ${OLDEST_JAVA} or newer (${found}): install a JRE (apt-get install openjdk-17-jre-headless, brew install openjdk) and start again.`,
    );
  }
  return java;
}

function majorVersion(java: string, env: NodeJS.ProcessEnv): number | null {
  try {
    const answer = execFileSync(java, ['-Xshare:auto', '--version'], { env, encoding: 'utf8', timeout: 20_000 });
    return Number(/\s(\d+)[.\s]/.exec(answer)?.[1] ?? 0);
  } catch {
    return null; // not there, or older than 9 (which does not know --version)
  }
}

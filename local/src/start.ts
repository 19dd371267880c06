import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { build } from '../../scripts/build.ts';
import { ROOT } from './stack/firebase-project.ts';
import { DEFAULT_PORTS, freeStackPorts } from './stack/ports.ts';
import { type Stack, startStack } from './stack/stack.ts';

const USAGE = `npm start [-- options]
  --data NAME      keep state under .local/NAME (default: default)
  --ports free     take free ports instead of the usual ones
  --no-build       run what was built last`;

/** A Ctrl-C reaches us twice, from the terminal and through npm; only one that comes later means "now". */
const INSIST_AFTER_MS = 1500;
const WATCH_PARENT_MS = 2000;

await main();

async function main(): Promise<void> {
  const { values } = readArguments();
  const startedAt = Date.now();
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const step = (line: string) => print(`  ${styleText('green', '✓')} ${line} (${seconds(startedAt)})`);
  const starting = new AbortController();
  let stack: Stack | null = null;
  let stopRequestedAt: number | null = null;
  const stop = async () => {
    if (stopRequestedAt !== null) {
      if (Date.now() - stopRequestedAt > INSIST_AFTER_MS) process.exit(130);
      return;
    }
    stopRequestedAt = Date.now();
    print('\nStopping and saving state …');
    starting.abort(new Error('Stopped while starting.'));
    if (stack === null) return; // the start gives up, and ends this process when all is gone
    await stack.stop().catch(fail);
    print(`Stopped in ${seconds(stopRequestedAt)}. npm start brings everything back as it was.`);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  watchParent(() => void stop());
  try {
    print(`${styleText('bold', 'Playbooks')} is starting`);
    if (!values['no-build']) await build(step);
    const ports = values.ports === 'free' ? await freeStackPorts() : DEFAULT_PORTS;
    const dataDir = join(ROOT, '.local', values.data);
    stack = await startStack({ dataDir, ports, onProgress: step, signal: starting.signal });
    if (starting.signal.aborted) await stack.stop();
    starting.signal.throwIfAborted();
    print(welcome(stack, startedAt));
    fail(await stack.failed);
  } catch (error) {
    if (starting.signal.aborted) process.exit(130);
    fail(error);
  }
}

function readArguments() {
  try {
    const options = {
      data: { type: 'string', default: 'default' },
      ports: { type: 'string', default: 'usual' },
      'no-build': { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ options });
    if (!/^[a-z0-9-]+$/.test(values.data)) throw new Error('--data is one word of a-z, 0-9 and -');
    return { values };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
    process.exit(2);
  }
}

/** When npm is killed outright no signal reaches us, but we get another parent. */
function watchParent(onOrphaned: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && onOrphaned(), WATCH_PARENT_MS).unref();
}

function welcome({ appOrigin, ports, dataDir }: Stack, startedAt: number): string {
  const at = (port: number, path = '/') => `http://127.0.0.1:${port}${path}`;
  const url = styleText(['bold', 'cyan'], appOrigin);
  const width = 46;
  const line = '─'.repeat(width);
  const pad = ' '.repeat(width - 'Open '.length - appOrigin.length - 2);
  return `
  ┌${line}┐
  │  Open ${url}${pad}│
  └${line}┘
  ready in ${seconds(startedAt)}; sign in with one click as the demo user

  Inbox            ${at(ports.inbox)}
  Cloud Scheduler  ${at(ports.schedulerControl)}  (jobs; move the clock)
  Shops            ${at(ports.shopsControl)}  (three competitors; change their prices)
  State, logs      ${dataDir}

  Ctrl-C stops everything and keeps its state.
`;
}

function fail(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

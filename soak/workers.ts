import { join } from 'node:path';
import { type Child, killGroup, startChild } from '../local/src/stack/child.ts';
import { ROOT } from '../local/src/stack/firebase-project.ts';
import { freePort } from '../local/src/stack/ports.ts';

const FRAMEWORK = join(ROOT, 'node_modules', '@google-cloud', 'functions-framework', 'build', 'src', 'main.js');
const START_WITHIN_MS = 60_000;
const START_TRIES = 3;

export interface WorkersOptions {
  /** The exported name of the function that these workers serve. */
  readonly target: string;
  readonly count: number;
  /** The built bundle. */
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFolder: string;
  /** A worker that ends without having been killed, or does not start: the soak cannot go on. */
  readonly onCrash: (error: Error) => void;
}

interface Worker {
  readonly child: Child;
  readonly port: number;
}

/** Processes that serve one function under Google's own server; one that is killed is replaced. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #ready: Worker[] = [];
  readonly #all = new Set<Child>();
  readonly #killed = new Set<Child>();
  #turn = 0;
  #started = 0;
  #closing = false;

  constructor(options: WorkersOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.count }, () => this.#startOne()));
  }

  /** The port of the next worker that is up, in turns; null while there is none. */
  next(): number | null {
    this.#turn += 1;
    return this.#ready[this.#turn % this.#ready.length]?.port ?? null;
  }

  get readyCount(): number {
    return this.#ready.length;
  }

  /** SIGKILL, in the middle of whatever it does; another one is started in its place. */
  kill(index: number): void {
    const worker = this.#ready[index];
    if (worker === undefined) return;
    this.#killed.add(worker.child);
    killGroup(worker.child.pid);
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const child of this.#all) killGroup(child.pid);
    await Promise.all([...this.#all].map(({ ended }) => ended));
  }

  /** The port that was free may be taken by then; another one will do. */
  async #startOne(): Promise<void> {
    for (let tries = 1; ; tries++) {
      const worker = await this.#spawn();
      try {
        await worker.child.until(/^URL: /m, START_WITHIN_MS);
        this.#watch(worker);
        return;
      } catch (error) {
        killGroup(worker.child.pid);
        if (this.#closing) return;
        if (tries === START_TRIES) throw error;
      }
    }
  }

  async #spawn(): Promise<Worker> {
    const { target, source, env, logFolder } = this.#options;
    const port = await freePort();
    this.#started += 1;
    const child = startChild({
      name: `Worker ${this.#started} of ${target}`,
      program: process.execPath,
      args: [FRAMEWORK, `--target=${target}`, `--source=${source}`],
      env: { ...process.env, ...env, FUNCTION_TARGET: target, PORT: String(port), HOST: '127.0.0.1' },
      logFile: join(logFolder, `${target}-${this.#started}.log`),
    });
    this.#all.add(child);
    void child.ended.then(() => this.#all.delete(child));
    if (this.#closing) killGroup(child.pid);
    return { child, port };
  }

  #watch(worker: Worker): void {
    const { child } = worker;
    this.#ready.push(worker);
    void child.ended.then(() => {
      this.#ready.splice(this.#ready.indexOf(worker), 1);
      if (this.#closing) return;
      if (this.#killed.has(child)) this.#startOne().catch(this.#options.onCrash);
      else this.#options.onCrash(new Error(`${child.name} ended by itself:\n${child.tail()}`));
    });
  }
}

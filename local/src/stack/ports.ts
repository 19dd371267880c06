import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Every port of the local stack on 127.0.0.1, with the number that `npm start` takes. */
export const DEFAULT_PORTS = {
  hosting: 5050,
  functions: 5001,
  firestore: 8080,
  firestoreWebsocket: 9150,
  auth: 9099,
  hub: 4400,
  logging: 4500,
  eventarc: 9299,
  firebaseTasks: 9499,
  scheduler: 8610,
  schedulerControl: 8611,
  secretManager: 8612,
  tasks: 8613,
  inbox: 8025,
  smtp: 2525,
  shopsControl: 7100,
  shopHigherLevel: 7101,
  shopSaltCity: 7102,
  shopLakeside: 7103,
} as const;
export type PortName = keyof typeof DEFAULT_PORTS;
export type StackPorts = Readonly<Record<PortName, number>>;

/** A port that the stack needs is taken; the message names each and says what to do. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** A set of free ports, for stacks that run beside another one. */
export async function freeStackPorts(): Promise<StackPorts> {
  const names = Object.keys(DEFAULT_PORTS);
  const numbers = await freePorts(names.length);
  return { ...DEFAULT_PORTS, ...Object.fromEntries(names.map((name, index) => [name, numbers[index]])) };
}

/** Throws `PortTakenError` when something listens on one of the ports already. */
export async function requireFree(ports: StackPorts): Promise<void> {
  const checked = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => ({ name, port, taken: await isTaken(port) })),
  );
  const taken = checked.filter((entry) => entry.taken).map(({ name, port }) => `${port} (${name})`);
  if (taken.length === 0) return;
  const which = taken.length === 1 ? `port ${taken[0]} is` : `ports ${taken.join(', ')} are`;
  throw new PortTakenError(
    `The ${which} in use by another program: end it, or start with other ports (npm start -- --ports free).`,
  );
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('The system gave no free port');
  return port;
}

/** Below those that systems lend to connections: such a one may be taken again before a server listens on it. */
const [LOWEST, HIGHEST] = [20_000, 32_767];
const MOST_TRIES = 1_000;

/** The servers are held open together, so that no port is given twice. */
async function freePorts(count: number): Promise<number[]> {
  const held: { readonly server: Server; readonly port: number }[] = [];
  for (let tries = 0; held.length < count; tries++) {
    if (tries === MOST_TRIES) throw new Error('There is no free port');
    const server = createServer();
    const port = await listen(server, randomInt(LOWEST, HIGHEST + 1)).catch(() => null);
    if (port !== null) held.push({ server, port });
  }
  await Promise.all(held.map(({ server }) => close(server)));
  return held.map(({ port }) => port);
}

async function isTaken(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listen(server, port);
  } catch {
    return true;
  }
  await close(server);
  return false;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No TCP address'));
      else resolve(address.port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

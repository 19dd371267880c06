import { type AddressInfo, createServer, isIP, type NetConnectOpts, type Server, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTrickResolver, TRICKS } from '../../test/ssrf.fixture.ts';
import { allRows } from '../../test/step-table/all-rows.ts';
import type { StepRow } from '../../test/step-table/row.ts';
import { openWorld } from '../../test/step-table/table.ts';
import type { SeenCall } from '../../test/vendors/vendor.ts';
import { createLlm } from '../connectors/llm.ts';
import { createOutbound } from '../connectors/outbound.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../model/json.ts';

/** A place in a row that says where to connect: in its params, in the settings or the secrets of a connection. */
interface Door {
  readonly row: StepRow;
  readonly where: readonly string[];
  readonly value: string;
}

const WEB = /^https?:\/\/[^/?#]+/;
const HOST = /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/i;

let hidden: Server;
let port: number;
/** Where sockets went, but for the servers of the row itself. */
let connected: string[] = [];
const { connect } = Socket.prototype;

beforeAll(async () => {
  hidden = createServer((socket) => socket.end('secret'));
  await new Promise<void>((resolve) => hidden.listen(0, '127.0.0.1', resolve));
  port = (hidden.address() as AddressInfo).port;
});
afterAll(() => hidden.close());
beforeEach(() => {
  connected = [];
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const [first] = (Array.isArray(args[0]) ? args[0] : args) as (NetConnectOpts & { host?: string; port?: number })[];
    const { host = '', port: to = 0 } = first ?? {};
    if (isIP(host) !== 0) connected.push(`${host}:${to}`);
    // A name leads to what the door's own look-up gives; where that refuses, to nowhere.
    this.on('lookup', (error, address) => error ?? connected.push(`${address}:${to}`));
    return Reflect.apply(connect, this, args);
  } as typeof connect;
});
afterEach(() => {
  Socket.prototype.connect = connect;
});

/** Every place of a row at which an address stands, or the host of one. */
function doorsOf(row: StepRow): Door[] {
  const found: Door[] = [];
  const walk = (value: JsonValue, where: readonly string[]): void => {
    if (typeof value === 'string' && (WEB.test(value) || HOST.test(value))) found.push({ row, where, value });
    if (value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) walk(inner, [...where, key]);
  };
  walk(row.params, ['params']);
  walk(jsonObject.parse(row.connections ?? {}), ['connections']);
  return found;
}

/** The row with another address at that place. */
function misled({ row, where, value }: Door, trick: string): StepRow {
  const target = `${trick}:${port}`;
  const instead = WEB.test(value) ? value.replace(WEB, `http://${target}`) : trick;
  const copy = structuredClone({ params: row.params, connections: row.connections ?? {} }) as unknown as JsonObject;
  let at: JsonObject = copy;
  for (const key of where.slice(0, -1)) at = at[key] as JsonObject;
  at[where.at(-1) ?? ''] = instead;
  return { ...row, ...(copy as unknown as Pick<StepRow, 'params' | 'connections'>) };
}

/** Where a row leads beside its own servers; what it says may not hold what the hidden server says. */
async function ledElsewhere(row: StepRow): Promise<string[]> {
  connected = [];
  const world = await openWorld(row, { resolve: createTrickResolver() });
  try {
    await world.act({});
  } catch (error) {
    // Refused when the playbook is saved or the connection is read: so much the better.
    expect(String(error)).not.toContain('secret');
  } finally {
    world.close();
  }
  return connected.filter((to) => !world.own.some((own) => to.endsWith(own)));
}

/** The row of a step type, with other connections and secrets than its own. */
function rowWith(action: string, more: Pick<StepRow, 'connections' | 'secrets'>): StepRow {
  const row = allRows.find((one) => one.action === action);
  if (!row) throw new Error(`No row for ${action}`);
  const { serve, ...bare } = row;
  return { ...bare, ...more };
}

/** Mail goes through sockets, not through requests. */
const mailServers: Readonly<Record<string, (host: string) => StepRow>> = {
  'the server of a mailbox': (host) => {
    const settings = { host, port, user: 'ada@shop.example' };
    return rowWith('read_inbox', { connections: { imap: { settings, secrets: { password: 'app-password-8k3j5h' } } } });
  },
  "the tenant's own mail server": (host) => {
    const settings = { host, port, security: 'none', from: 'shop@thrive.example' };
    return rowWith('send_email', { connections: { smtp: { settings, secrets: {} } } });
  },
  'the mail server in SMTP_URL': (host) =>
    rowWith('send_email', { secrets: { SMTP_URL: `smtp://${host}:${port}?ignoreTLS=true` } }),
};

const doors = allRows.flatMap(doorsOf);

describe('an address that leads into a private network', () => {
  it('is tried in at least sixty ways, at every place where a step takes an address', () => {
    expect(TRICKS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(TRICKS).size).toBe(TRICKS.length);
  });

  it.each(doors.map((door) => [`${door.row.action} ${door.where.join('.')}`, door] as const))(
    'is refused: %s',
    async (_, door) => {
      for (const trick of TRICKS) {
        expect([trick, await ledElsewhere(misled(door, trick))]).toEqual([trick, []]);
      }
    },
  );

  it.each(Object.entries(mailServers))('is refused: %s', async (_, rowAt) => {
    for (const trick of TRICKS) expect([trick, await ledElsewhere(rowAt(trick))]).toEqual([trick, []]);
  });

  it('is refused: the address of a language model', async () => {
    const outbound = createOutbound({ allow: [], resolve: createTrickResolver() });
    for (const trick of TRICKS) {
      const settings = { provider: 'openai-compatible', model: 'm', baseUrl: `http://${trick}:${port}/v1` };
      const llm = createLlm(settings, async () => 'sk-key', outbound);
      await expect(
        llm.generateText({ instructions: '', prompt: 'x', maxOutputTokens: 9, signal: AbortSignal.timeout(5_000) }),
        trick,
      ).rejects.toThrow();
      expect([trick, connected]).toEqual([trick, []]);
    }
  });

  it('would be seen here where it is not refused', async () => {
    const outbound = createOutbound({ allow: [`loopback.trick:${port}`], resolve: createTrickResolver() });
    await outbound.connect('loopback.trick', port, AbortSignal.timeout(5_000));
    await outbound.fetch(`http://loopback.trick:${port}`).catch(() => undefined);
    expect(connected).toEqual([`127.0.0.1:${port}`, `127.0.0.1:${port}`]);
  });
});

describe('a vendor that leads on to somebody else', () => {
  const connectedRows = allRows.filter(({ connections, secrets, vendors }) => vendors && (connections ?? secrets));

  it.each(connectedRows.map((row) => [row.action, row] as const))('gets %s to take no secret there', async (_, row) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const taken: SeenCall[] = [];
      const answer = (call: SeenCall) => {
        taken.push(call);
        return { status: 200, body: {} };
      };
      const headers = { location: 'https://thief.example/in' };
      const leading = row.vendors?.map(({ host }) => ({ host, answer: () => ({ status, headers, body: {} }) })) ?? [];
      const world = await openWorld({ ...row, vendors: [...leading, { host: 'thief.example', answer }] });
      const { status: ended } = await world.act({});
      world.close();
      const said = JSON.stringify(taken.map(({ headers: sent, body }) => [sent, body])).toLowerCase();
      expect([status, ended === 'completed', world.planted.filter((secret) => said.includes(secret))]).toEqual([
        status,
        false,
        [],
      ]);
      // What a connection opens leads nowhere else at all.
      if (row.connections) expect([status, taken.length]).toEqual([status, 0]);
    }
  });
});

import type { Actor } from '../../model/audit.ts';
import type { Connection } from '../../model/connection.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { AnyConnector, ConnectorCatalog } from '../engine/connector.ts';
import {
  AlreadyExistsError,
  type FaultPoint,
  type Log,
  type Outbound,
  type Secrets,
  type Store,
  type Stored,
  type Write,
} from '../ports.ts';
import { type Auditing, auditWrite } from './audit.ts';
import { ConnectionRefusedError, type Entered, entered } from './connection-entry.ts';
import { type HeldSecret, secretNameOf } from './connection-secret.ts';

const MAX_CONNECTIONS = 100;

/** What connections are kept by. */
export interface ConnectionDesk extends Auditing {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly connectors: ConnectorCatalog;
  readonly outbound: Outbound;
  /** Throws what a call of that host would be refused with. */
  readonly checkHost: (host: string, port: number) => Promise<void>;
  readonly clock: Auditing['clock'] & { sleep(ms: number, signal?: AbortSignal): Promise<void> };
  readonly log: Log;
  readonly fault: FaultPoint;
}

/** Who changes the connections of which tenant. */
export interface By {
  readonly orgId: string;
  readonly actor: Actor;
}

export interface ConnectionWish {
  readonly connector: string;
  readonly name: string;
  readonly settings: JsonObject;
  readonly secrets: HeldSecret['secrets'];
}

/** Those that can be read, by their ids. */
export async function connectionsOf(store: Store, orgId: string): Promise<Stored<Connection>[]> {
  const found = await store.query(queries.connections(orgId, { limit: MAX_CONNECTIONS + 1 }));
  return found.filter((one): one is Stored<Connection> => one.data !== null);
}

/**
 * The document comes first, since it is the claim to the id: killed before the secret is written, the connection is not
 * complete and says so. The first of a connector is the default one. Throws `ConnectionRefusedError`.
 */
export async function createConnection(
  desk: ConnectionDesk,
  by: By,
  wish: ConnectionWish,
): Promise<Stored<Connection>> {
  const connector = connectorOf(desk, wish.connector);
  const given = await entered(desk, connector, wish.settings, wish.secrets);
  const stored = await claimed(desk, by, connector, wish, given);
  desk.fault('connection_claimed');
  try {
    await keep(desk, by.orgId, stored.id, given);
  } catch (error) {
    await desk.store.commit([{ op: 'delete', path: stored.ref.path }, entry(desk, by, stored, 'deleted')]);
    throw error;
  }
  return stored;
}

async function claimed(
  desk: ConnectionDesk,
  by: By,
  { id: connector }: AnyConnector,
  { name }: ConnectionWish,
  { settings }: Entered,
): Promise<Stored<Connection>> {
  const taken = new Set<string>();
  for (;;) {
    const all = await connectionsOf(desk.store, by.orgId);
    for (const { id } of all) taken.add(id);
    if (all.length >= MAX_CONNECTIONS) {
      throw new ConnectionRefusedError('too_many', `There are ${MAX_CONNECTIONS} connections; delete one first`);
    }
    const now = desk.clock.now();
    const isDefault = !all.some(({ data }) => data.connector === connector && data.isDefault);
    const fresh = { status: 'untested', statusText: null, checkedAt: null, rotatedAt: null } as const;
    const times = { createdBy: by.actor.id, createdAt: now, updatedAt: now };
    const data: Connection = { connector, name, settings, isDefault, ...fresh, ...times };
    const id = freeId(connector, taken);
    const ref = tenantPaths(by.orgId).connection(id);
    try {
      const [version = ''] = await desk.store.commit([
        { op: 'create', path: ref.path, data },
        entry(desk, by, { id, data }, 'created'),
      ]);
      return { ref, id, data, version };
    } catch (error) {
      // Somebody else has just taken that id, or what is there cannot be read.
      if (!(error instanceof AlreadyExistsError)) throw error;
      taken.add(id);
    }
  }
}

/** Puts it where the connection is opened from. */
export async function keep({ secrets }: ConnectionDesk, orgId: string, id: string, given: Entered): Promise<void> {
  await secrets.write(secretNameOf(orgId, id), JSON.stringify(given));
}

/** Throws `ConnectionRefusedError`. */
export function connectorOf({ connectors }: Pick<ConnectionDesk, 'connectors'>, id: string): AnyConnector {
  const connector = connectors.get(id);
  if (connector !== undefined) return connector;
  const message = `There is no connector '${id}'`;
  throw new ConnectionRefusedError('invalid', message, [{ path: 'connector', message }]);
}

/** `slack`, and then `slack_2`. */
function freeId(connector: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? connector : `${connector}_${number}`;
    if (!taken.has(id)) return id;
  }
}

export function entry(
  desk: ConnectionDesk,
  { orgId, actor }: By,
  { id, data }: Pick<Stored<Connection>, 'id' | 'data'>,
  what: string,
  before?: Connection,
): Write {
  return auditWrite(desk, orgId, actor, {
    action: `connection.${what}`,
    target: { kind: 'connection', id },
    ...(before && { before: toldOf(before) }),
    after: toldOf(data),
  });
}

export function toldOf({ connector, name, settings, isDefault, status, rotatedAt }: Connection): JsonValue {
  return { connector, name, settings, isDefault, status, rotatedAt: rotatedAt?.toISOString() ?? null };
}

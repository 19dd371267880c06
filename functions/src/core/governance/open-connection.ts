import { z } from 'zod';
import { type Connection, connectionIdSchema } from '../../model/connection.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import type { Access, Connector } from '../engine/connector.ts';
import type { Engine } from '../engine/engine.ts';
import { NonRetriableError } from '../engine/errors.ts';
import type { Store, Stored } from '../ports.ts';
import { boundOutbound } from './bound-outbound.ts';

type Opening = Pick<Engine, 'store' | 'services'>;

/** Where the secrets of a connection are. It follows from whose it is, so that no document can name another one's. */
export function secretNameOf(orgId: string, connectionId: string): string {
  return `connection-${deriveId(orgId, 'connection', connectionId).slice(0, 40)}`;
}

/**
 * The tenant's connection of that id, or, without one, its default of that connector. Throws a `NonRetriableError`
 * that says what to do where there is none, or where what is stored does not fit the connector (any more).
 */
export async function openConnection<S, K>(
  { store, services }: Opening,
  orgId: string,
  connector: Connector<S, K>,
  connectionId: string | null,
): Promise<Access<S, K>> {
  const stored = await findConnection(store, orgId, connector, connectionId);
  const settings = connector.settings.safeParse(stored.data.settings);
  const secrets = connector.secrets.safeParse(parsedJson(await services.secret(secretNameOf(orgId, stored.id))));
  if (!settings.success || !secrets.success) {
    const error = settings.error ?? secrets.error;
    const fields = error?.issues.map(({ path }) => path.join('.')).join(', ');
    throw unusable(connector, `The connection '${stored.data.name}' is not complete (${fields}). Enter it again.`);
  }
  return {
    connectionId: stored.id,
    name: stored.data.name,
    settings: settings.data,
    secrets: secrets.data,
    outbound: boundOutbound(services.outbound, connector.hosts(settings.data), connector.title),
  };
}

async function findConnection<S, K>(
  store: Store,
  orgId: string,
  connector: Connector<S, K>,
  connectionId: string | null,
): Promise<Stored<Connection>> {
  if (connectionId !== null) {
    const id = connectionIdSchema.safeParse(connectionId);
    const stored = id.success ? await store.find(tenantPaths(orgId).connection(id.data)) : null;
    if (stored === null || stored.data === null || stored.data.connector !== connector.id) {
      throw unusable(connector, `There is no connection '${connectionId}' to ${connector.title}.`);
    }
    return stored;
  }
  const found = await store.query(queries.connectionsTo(orgId, connector.id));
  const usable = found.filter((one): one is Stored<Connection> => one.data !== null);
  const chosen = usable.find(({ data }) => data.isDefault) ?? usable[0];
  if (chosen === undefined) throw unusable(connector, `${connector.title} is not connected.`);
  return chosen;
}

function unusable(connector: { readonly id: string; readonly title: string }, message: string): NonRetriableError {
  return new NonRetriableError(message, {
    code: 'not_connected',
    mayHaveActed: false,
    fix: { label: `Connect ${connector.title}`, href: `/settings/connections?connector=${connector.id}` },
  });
}

function parsedJson(text: string | null): unknown {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

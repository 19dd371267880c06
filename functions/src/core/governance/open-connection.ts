import { type Connection, connectionIdSchema } from '../../model/connection.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { without } from '../engine/conceal.ts';
import type { Access, Connector } from '../engine/connector.ts';
import type { Engine } from '../engine/engine.ts';
import { NonRetriableError } from '../engine/errors.ts';
import type { Store, Stored } from '../ports.ts';
import { boundOutbound } from './bound-outbound.ts';
import { concealingOutbound } from './concealing-outbound.ts';
import { heldSecret, mayTravel, secretNameOf, secretTexts } from './connection-secret.ts';

type Opening = Pick<Engine, 'store' | 'services'>;

/**
 * The tenant's connection of that id, or, without one, its default of that connector. Throws a `NonRetriableError`
 * that says what to do where there is none (`not_connected`), or where what is stored does not fit the connector, or
 * does not any more (`connection_incomplete`). The secrets are added to `opened`, to be taken out of what comes of it.
 */
export async function openConnection<S, K>(
  { store, services }: Opening,
  orgId: string,
  connector: Connector<S, K>,
  connectionId: string | null,
  opened: string[] = [],
): Promise<Access<S, K>> {
  const { id, data } = await findConnection(store, orgId, connector, connectionId);
  const { name, settings, rotatedAt, createdAt } = data;
  // What another instance has put in its place since then is looked for.
  const held = heldSecret(await services.secret(secretNameOf(orgId, id), rotatedAt ?? createdAt));
  const parsed = connector.settings.safeParse(settings);
  const secrets = connector.secrets.safeParse(held?.secrets ?? {});
  if (!parsed.success || !secrets.success) {
    const issues = [...(parsed.error?.issues ?? []), ...(secrets.error?.issues ?? [])];
    const fields = [...new Set(issues.map(({ path }) => path.join('.')))].join(', ');
    throw incomplete(connector, `The connection '${name}' is not complete (${fields}). Enter it again.`);
  }
  if (held === null || !mayTravel(connector, held, settings)) {
    throw incomplete(connector, `The secrets of '${name}' were entered for another address. Enter them again.`);
  }
  const texts = secretTexts(held.secrets);
  opened.push(...texts);
  const bound = boundOutbound(services.outbound, connector.hosts(parsed.data), connector.title);
  // Before a connector shortens what it quotes: of half a secret nobody could tell any more that it is one.
  const outbound = concealingOutbound(bound, { text: (text) => without(texts, text) });
  return { connectionId: id, name, settings: parsed.data, secrets: secrets.data, outbound };
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
    if (stored?.data === null) throw unreadable(connector, stored.id);
    if (stored === null || stored.data.connector !== connector.id) {
      throw notConnected(connector, `There is no connection '${connectionId}' to ${connector.title}.`);
    }
    return stored;
  }
  const found = await store.query(queries.connectionsTo(orgId, connector.id));
  const usable = found.filter((one): one is Stored<Connection> => one.data !== null);
  const chosen = usable.find(({ data }) => data.isDefault);
  if (chosen !== undefined) return chosen;
  // It may be the default one.
  const broken = found.find(({ data }) => data === null);
  if (broken !== undefined) throw unreadable(connector, broken.id);
  const [first] = usable;
  if (first === undefined) throw notConnected(connector, `${connector.title} is not connected.`);
  return first;
}

type Named = Pick<Connector<never, never>, 'id' | 'title'>;

function notConnected(connector: Named, message: string): NonRetriableError {
  return new NonRetriableError(message, { code: 'not_connected', mayHaveActed: false, fix: fixFor(connector) });
}

/** With a code of its own: what is there and broken is mended, and nothing of somebody else's is taken in its stead. */
function incomplete(connector: Named, message: string): NonRetriableError {
  return new NonRetriableError(message, { code: 'connection_incomplete', mayHaveActed: false, fix: fixFor(connector) });
}

function unreadable(connector: Named, id: string): NonRetriableError {
  return incomplete(connector, `The connection '${id}' is stored wrongly. Delete it and make it again.`);
}

/** Where a connector is connected in the web app. */
export function fixFor({ id, title }: Named) {
  return { label: `Connect ${title}`, href: `/settings/connections?connector=${id}` };
}

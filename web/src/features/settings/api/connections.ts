import type { Connection } from '@model/connection.ts';
import type { JsonObject } from '@model/json.ts';
import { queries } from '@model/query.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { jsonSchemaSchema } from '../../../lib/json-schema.ts';
import { useSession } from '../../../lib/session.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';

const MOST = 100;

const connectorSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** A Lucide icon name. */
  icon: z.string(),
  /** How to come by what it asks for. */
  help: z.string(),
  settings: jsonSchemaSchema,
  secrets: jsonSchemaSchema,
});
/** A vendor that can be connected, and what it asks for. */
export type ConnectorEntry = z.infer<typeof connectorSchema>;

const testedSchema = z.object({ status: z.enum(['working', 'failing']), statusText: z.string().nullable() });
export type Tested = z.infer<typeof testedSchema>;

export interface ConnectionWish {
  readonly connector: string;
  readonly name: string;
  readonly settings: JsonObject;
  readonly secrets: JsonObject;
}

const PATH = '/api/connections';
const pathOf = (connectionId: string) => `${PATH}/${encodeURIComponent(connectionId)}`;

/** The tenant's connections, live; secrets are not among what is known of them. */
export function useConnections(): Live<readonly Entry<Connection>[]> {
  const { orgId } = useSession();
  return useCollection(queries.connections(orgId, { limit: MOST }));
}

/** What there is to connect. */
export function useConnectors(): Live<readonly ConnectorEntry[]> {
  return useAnswer('connectors', async (api) => {
    const answer = z.object({ items: z.array(connectorSchema) });
    return (await api.call({ method: 'GET', path: '/api/connectors', answer })).items;
  });
}

/** Tries what was entered; nothing is stored. */
export function tryConnection(api: Api, { connector, settings, secrets }: ConnectionWish): Promise<Tested> {
  return api.call({
    method: 'POST',
    path: `${PATH}/test`,
    body: { connector, settings, secrets },
    answer: testedSchema,
  });
}

/** Keeps a connection, and has it tried so that its row says whether it works. */
export async function createConnection(api: Api, wish: ConnectionWish): Promise<void> {
  const answer = z.object({ connectionId: z.string() });
  const { connectionId } = await api.call({ method: 'POST', path: PATH, body: wish, answer });
  // It is kept; that it could not be tried is no reason to enter everything again.
  await testConnection(api, connectionId).catch(() => undefined);
}

export interface ConnectionChange {
  readonly name?: string;
  readonly settings?: JsonObject;
  readonly secrets?: JsonObject;
  readonly isDefault?: true;
}

export async function changeConnection(api: Api, connectionId: string, change: ConnectionChange): Promise<void> {
  await api.call({ method: 'PATCH', path: pathOf(connectionId), body: change, answer: z.unknown() });
}

/** Tries a connection as it is stored; what came of it is stored, too. */
export function testConnection(api: Api, connectionId: string): Promise<Tested> {
  return api.call({ method: 'POST', path: `${pathOf(connectionId)}/test`, body: {}, answer: testedSchema });
}

/** Puts new secrets in place of the old ones. */
export async function rotateConnection(api: Api, connectionId: string, secrets: JsonObject): Promise<void> {
  await api.call({ method: 'POST', path: `${pathOf(connectionId)}/rotate`, body: { secrets }, answer: z.unknown() });
}

/** With `force` also where playbooks name it. */
export async function deleteConnection(api: Api, connectionId: string, force: boolean): Promise<void> {
  const path = `${pathOf(connectionId)}${force ? '?force=true' : ''}`;
  await api.call({ method: 'DELETE', path, answer: z.unknown() });
}

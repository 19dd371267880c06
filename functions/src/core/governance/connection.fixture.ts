import { z } from 'zod';
import { createEngineKit, type EngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import { type MemorySecrets, memorySecrets } from '../../../test/kit/secrets.ts';
import { type AnyConnector, type ConnectorCatalog, defineConnector } from '../engine/connector.ts';
import type { Outbound } from '../ports.ts';
import { systemActor } from './audit.ts';
import type { ConnectionDesk } from './connection.ts';
import { openConnection } from './open-connection.ts';

const vendor: { says: (key: string) => string } = { says: () => 'a machine' };

export const connector = defineConnector({
  id: 'fax',
  title: 'Fax',
  description: 'Sends faxes.',
  help: 'Ask your fax machine.',
  icon: 'printer',
  settings: z.strictObject({ host: z.string(), tray: z.number().default(1) }),
  secrets: z.strictObject({ key: z.string().min(8), note: z.string().nullable().default(null) }),
  hosts: ({ host }) => [host],
  test: async (access) => vendor.says(access.secrets.key),
});
export const any = connector as unknown as AnyConnector;
const connectors: ConnectorCatalog = { get: (id) => (id === 'fax' ? any : undefined), all: () => [any] };
const closed: Outbound = { fetch: () => Promise.reject(new Error()), connect: () => Promise.reject(new Error()) };

export const by = { orgId, actor: systemActor };
export const wish = {
  connector: 'fax',
  name: 'Ours',
  settings: { host: 'a.example' },
  secrets: { key: 'key-of-2026' },
};

/** A tenant that can connect its fax, and a step that sends one. */
export async function createDeskWorld() {
  vendor.says = () => 'a machine';
  const speaking = { ...makeStep('send_fax', () => ({})), connectors: ['fax'] };
  const kit: EngineKit = await createEngineKit([speaking]);
  const secrets: MemorySecrets = memorySecrets();
  const desk: ConnectionDesk = {
    ...kit.engine,
    secrets,
    connectors,
    outbound: closed,
    checkHost: async () => undefined,
  };
  const services = { ...kit.engine.services, secret: secrets.read };
  const open = (id: string | null = null) => openConnection({ store: kit.store, services }, orgId, connector, id);
  return { kit, secrets, desk, open, vendor, use: { ...kit.engine, connectors, secrets } };
}
export type DeskWorld = Awaited<ReturnType<typeof createDeskWorld>>;

import { randomUUID } from 'node:crypto';
import { type App, buildApp } from '../functions/src/app.ts';
import { readConfig } from '../functions/src/config.ts';
import { createPlaybook } from '../functions/src/core/authoring/save-playbook.ts';
import { newApiKey } from '../functions/src/core/governance/api-key.ts';
import { systemActor } from '../functions/src/core/governance/audit.ts';
import type { Log } from '../functions/src/core/ports.ts';
import { applyTriggers } from '../functions/src/core/triggering/apply-triggers.ts';
import { scopeSchema } from '../functions/src/model/api-key.ts';
import { tenantPaths, top } from '../functions/src/model/paths.ts';
import { playbookDraftSchema } from '../functions/src/model/playbook.ts';
import { EVENT_NAME, inputs, playbooks } from './playbooks.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

export interface Seeded {
  /** In this process: what people do, and events that happen. */
  readonly app: App;
  readonly orgId: string;
  readonly ownerId: string;
  readonly apiKey: string;
  /** By name. */
  readonly playbookIds: ReadonlyMap<string, string>;
}

/** A tenant with its owner, a client's key, and the playbooks of the mix, armed as the deployed trigger would. */
export async function seed(env: Readonly<Record<string, string>>, receiver: string): Promise<Seeded> {
  const app = buildApp(readConfig(env), { log: silent });
  const { engine, arsenal } = app;
  const [orgId, uid, createdAt] = [`org_${randomUUID()}`, `user_${randomUUID()}`, new Date()];
  const paths = tenantPaths(orgId);
  const { key, keyId, sha256 } = newApiKey(engine.random);
  // What clients give comes from outside; only the playbook that asks for a yes is to need one.
  const trusted = { recipients: [], hosts: [new URL(receiver).hostname] };
  const tenant = { name: 'Thrive', timezone: 'UTC', currency: 'USD', trusted, createdAt };
  const owner = { uid, email: 'olive@thrive.example', name: 'Olive', role: 'owner', createdAt };
  const apiKey = {
    keyId,
    orgId,
    name: 'soak',
    scopes: scopeSchema.options,
    createdAt,
    expireAt: null,
    revokedAt: null,
  };
  await engine.store.commit([
    { op: 'create', path: top.tenant(orgId).path, data: tenant },
    { op: 'create', path: paths.member(uid).path, data: owner },
    { op: 'create', path: top.apiKey(sha256).path, data: apiKey },
  ]);
  const playbookIds = new Map<string, string>();
  for (const { name, steps, isByEvent = false } of playbooks) {
    const marker = isByEvent ? '{{event.marker}}' : '{{inputs.marker}}';
    const world = { receiver, marker, playbookId: (other: string) => playbookIds.get(other) ?? '' };
    const start = isByEvent ? { triggers: [{ type: 'event', eventName: EVENT_NAME }] } : { inputs };
    const draft = playbookDraftSchema.parse({ name, status: 'active', ...start, steps: steps(world) });
    const { playbookId } = await createPlaybook(engine, orgId, draft, { actor: systemActor, ownerId: uid });
    await applyTriggers(arsenal, orgId, playbookId);
    playbookIds.set(name, playbookId);
  }
  return { app, orgId, ownerId: uid, apiKey: key, playbookIds };
}

import { randomUUID } from 'node:crypto';
import { executionIdFor } from '../../src/core/engine/occasion.ts';
import { startExecution, unattended } from '../../src/core/engine/start-execution.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { type Answer, type ApiKit, startApi } from './api-kit.ts';

/** A business that shares or installs, asking as its owner. */
export interface Shop {
  readonly orgId: string;
  readonly uid: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A playbook of its own; its id. */
  playbook(steps: readonly JsonObject[], more?: JsonObject): Promise<string>;
  /** Puts a playbook up for the gallery; the id of its item. */
  share(playbookId: string, more?: JsonObject): Promise<string>;
  /** Has a playbook done to its end. */
  run(playbookId: string, dryRun?: boolean): Promise<void>;
}
export interface GalleryKit {
  readonly api: ApiKit;
  shop(): Promise<Shop>;
  /** As a moderator, whose address is verified. */
  moderate(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Lets a version in. */
  letIn(itemId: string, number?: number): Promise<void>;
}

export const MODERATOR = 'mo@gallery.example';
export const words = {
  name: 'Stock by mail',
  description: 'Writes a mail as soon as something in the shop runs low.',
  category: 'operations',
  publisher: 'Tea People',
};

/** The API with a moderator, and businesses as they are needed. */
export async function startGallery(env: Record<string, string> = {}): Promise<GalleryKit> {
  const api = await startApi({ MODERATORS: MODERATOR, REQUESTS_A_MINUTE: '100000', ...env });
  const token = api.token('moderator', null, { email: MODERATOR, email_verified: true });
  const moderate = (method: string, path: string, body?: unknown) =>
    api.call(method, `/api/gallery/moderation${path}`, { token, ...(body !== undefined && { body }) });
  return {
    api,
    shop: () => makeShop(api),
    moderate,
    letIn: async (itemId, number = 1) => {
      const { status, problem } = await moderate('POST', `/items/${itemId}`, { decision: 'let_in', number });
      if (status !== 200) throw new Error(problem.detail);
    },
  };
}

async function makeShop(api: ApiKit): Promise<Shop> {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  const ask: Shop['ask'] = (method, path, body, headers = {}) =>
    api.call(method, path, { token, headers, ...(body !== undefined && { body }) });
  const told = ({ status, body, problem }: Answer, expected: number) => {
    if (status !== expected) throw new Error(`${status} ${problem.detail}`);
    return body;
  };
  return {
    orgId,
    uid,
    ask,
    playbook: async (steps, more = {}) => {
      const made = await ask('POST', '/api/playbooks', { name: 'Stock mail', steps, ...more });
      return String(told(made, 201).playbookId);
    },
    share: async (playbookId, more = {}) => {
      const { versionId } = told(await ask('POST', '/api/gallery/preview', { playbookId }), 200);
      const body = { ...words, playbookId, versionId, ...more };
      return String(told(await ask('POST', '/api/gallery', body), 201).itemId);
    },
    run: (playbookId, dryRun = false) => runIt(api, orgId, playbookId, dryRun),
  };
}

async function runIt({ app: { engine } }: ApiKit, orgId: string, playbookId: string, dryRun: boolean): Promise<void> {
  const occasion = { kind: 'request', key: randomUUID() } as const;
  const start = { ...unattended, orgId, playbookId, occasion, dryRun, triggeredBy: 'api' as const };
  await startExecution(engine, start, false);
  const now = engine.clock.now().getTime();
  const budget = { deadline: new Date(now + 20_000), end: new Date(now + 60_000), isShort: false };
  await wakeExecution(engine, orgId, executionIdFor(start), budget);
}

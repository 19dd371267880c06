import { createLlm } from '../../src/connectors/llm.ts';
import { createOutbound } from '../../src/connectors/outbound.ts';
import { sampleDocuments } from '../../src/core/authoring/sample/documents.ts';
import { templateOf } from '../../src/core/authoring/templates/registry.ts';
import { fillTemplate } from '../../src/core/authoring/templates/template.ts';
import { decideApproval } from '../../src/core/engine/decide-approval.ts';
import type { Engine } from '../../src/core/engine/engine.ts';
import { startExecution } from '../../src/core/engine/start-execution.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { secretNameOf } from '../../src/core/governance/connection-secret.ts';
import type { Execution } from '../../src/model/execution.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { queries } from '../../src/model/query.ts';
import { stepCatalog } from '../../src/steps/registry.ts';
import { loopbackSmtp } from '../loopback-smtp.ts';
import { createDoor, DOOR_TOKEN } from '../vendors/door.ts';
import { LLM_HOST, llmVendor } from '../vendors/llm.ts';
import { startVendors } from '../vendors/vendor.ts';
import { budget, createEngineKit, type EngineKit, orgId, paths } from './engine-kit.ts';
import { exampleAnswers, templateFacts } from './template-kit.ts';

const door = { settings: { url: 'https://doors.club.example/api/' }, secrets: { token: DOOR_TOKEN } };
const SETTINGS: Readonly<Record<string, string>> = {
  API_ORIGIN: 'https://api.example',
  APP_ORIGIN: 'https://app.example',
  MAIL_FROM: 'Thrive <gym@thrive.example>',
};

/**
 * The large gym of the sample data, with all real step types, a mailbox, a door controller, an admin who may say yes, and
 * where it is to `say` something a server of a language model.
 */
export async function createGymKit(say?: Parameters<typeof llmVendor>[0]) {
  const { vendor, members: doors } = createDoor();
  const [vendors, inbox] = [
    await startVendors(say === undefined ? [vendor] : [vendor, llmVendor(say)]),
    await loopbackSmtp(),
  ];
  const kit = await createEngineKit([]);
  const engine = engineOf(kit, inbox, vendors.detours);
  const documents = await load(kit);
  const wake = async (executionId: string): Promise<Execution> => {
    await wakeExecution(engine, orgId, executionId, budget(kit));
    return kit.execution(executionId);
  };
  let keys = 0;
  return {
    ...kit,
    engine,
    documents,
    doors,
    wake,
    /** To whom mails have gone, but for the owner. */
    letters: () =>
      inbox.mails.flatMap(({ envelope }) => envelope.to).filter((address) => !address.endsWith('@thrive.example')),
    /** What the owner was told. */
    told: () =>
      inbox.mails.filter(({ envelope }) => envelope.to.includes('owner@thrive.example')).map(({ mail }) => mail),
    playbook: async (templateId: string, answers: JsonObject = {}): Promise<string> => {
      const template = templateOf(templateId);
      if (template === undefined) throw new Error(`There is no template ${templateId}`);
      const filled = fillTemplate(template, { ...exampleAnswers(template), ...answers }, templateFacts);
      if ('problems' in filled) throw new Error(JSON.stringify(filled.problems));
      const triggers = filled.draft.triggers.map((one) => ({ ...one, id: one.type }));
      return kit.playbook(filled.draft.steps as unknown as JsonObject[], { triggers });
    },
    execute: async (playbookId: string, dryRun = false): Promise<Execution & { readonly id: string }> => {
      const occasion = { kind: 'request', key: `key${++keys}` } as const;
      const request = kit.request(playbookId, { occasion, dryRun, triggeredBy: 'schedule', startedBy: 'system' });
      const { executionId } = await startExecution(engine, request, false);
      return { ...(await wake(executionId)), id: executionId };
    },
    /** Answers all that is asked, with a yes where nothing else is said, and gives what was asked. */
    answer: async (executionId: string, status: 'approved' | 'rejected' = 'approved'): Promise<string[]> => {
      const found = await kit.store.query(queries.approvals(orgId, { limit: 100 }));
      const open = found.filter(({ data }) => data?.status === 'pending');
      for (const { id } of open) {
        const answer = { status, by: 'ann', reason: null, isRecent: true } as const;
        const decided = await decideApproval(engine, orgId, id, answer);
        if (decided.kind !== 'decided') throw new Error(JSON.stringify(decided));
      }
      await wake(executionId);
      return open.flatMap(({ data }) => (data === null ? [] : [data.title]));
    },
    close: () => {
      vendors.close();
      inbox.close();
    },
  };
}

function engineOf(
  { engine, clock }: EngineKit,
  { url, hostPort }: Awaited<ReturnType<typeof loopbackSmtp>>,
  detours: Readonly<Record<string, string>>,
): Engine {
  const secrets: Readonly<Record<string, string>> = {
    SMTP_URL: `${url}?ignoreTLS=true`,
    LINK_KEY: 'the-key-of-the-links',
    LLM_API_KEY: 'the-key-of-the-model',
    [secretNameOf(orgId, 'door')]: JSON.stringify({ connector: 'door', ...door }),
  };
  const outbound = createOutbound({ allow: [hostPort], detours });
  const secret = async (name: string) => secrets[name] ?? null;
  const model = { provider: 'openai-compatible', model: 'replay', baseUrl: `https://${LLM_HOST}/v1` };
  const llm = createLlm(model, secret, outbound, clock.now);
  const setting = (name: string) => SETTINGS[name] ?? null;
  return { ...engine, catalog: stepCatalog, services: { ...engine.services, outbound, secret, setting, llm } };
}

export type GymKit = Awaited<ReturnType<typeof createGymKit>>;

/** The gym, its door controller as a connection, and an admin. */
async function load(kit: EngineKit) {
  const now = kit.clock.now();
  const documents = sampleDocuments('gym', { now, currency: 'USD' }, true);
  const since = { createdAt: now, updatedAt: now, checkedAt: null, rotatedAt: null };
  const { settings } = door;
  const about = { connector: 'door', name: 'Door', isDefault: true, status: 'working', statusText: null };
  await kit.store.commit([
    ...documents.map(({ collection, id, data }) => {
      const [name, own] = collection.split('/');
      const place = own === undefined ? name : `records/${own}/items`;
      return { op: 'set' as const, path: `${paths.root}/${place}/${id}`, data };
    }),
    {
      op: 'set',
      path: paths.connection('door').path,
      data: { ...about, settings, createdBy: 'owner', ...since },
    },
    {
      op: 'set',
      path: paths.member('ann').path,
      data: { uid: 'ann', email: 'ann@thrive.example', name: 'Ann', role: 'admin', createdAt: now },
    },
  ]);
  return documents;
}

/** What a step of an execution gave. */
export function outputOf({ stepResults }: Execution, path: string): JsonObject {
  const result = stepResults.find((one) => one.path === path);
  if (result?.outputJson == null) throw new Error(`${path} has no output in the execution: ${result?.status}`);
  return JSON.parse(result.outputJson) as JsonObject;
}

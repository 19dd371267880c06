import { connectorCatalog } from '../../src/connectors/catalog.ts';
import { factsFor } from '../../src/core/authoring/conversation-facts.ts';
import { callTool } from '../../src/core/authoring/tools/all-tools.ts';
import type { Calling, ToolOutcome } from '../../src/core/authoring/tools/tool.ts';
import type { Card } from '../../src/model/chat-part.ts';
import { type Contract, contractSchema } from '../../src/model/contract.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { top } from '../../src/model/paths.ts';
import { type Playbook, playbookSchema } from '../../src/model/playbook.ts';
import { flowWords } from '../../src/steps/flow/words.ts';
import { stepCatalog } from '../../src/steps/registry.ts';
import { createEngineKit, type EngineKit, orgId, paths } from './engine-kit.ts';

export const olive = { kind: 'user', id: 'owner', name: 'Olive', from: null } as const;

const competitors = [
  { name: 'Higher Level', url: 'https://higher.example/menu' },
  { name: 'Salt City', url: 'https://salt.example/menu' },
];

/** Every morning at nine in New York: e-mail me if somebody undercuts us by more than 10 % of our price. */
export const priceAlert: Contract = contractSchema.parse({
  sentences: ['Email me every morning if a competitor undercuts us by more than 10% of our price'],
  subject: 'competitor_prices',
  agent: 'money_mike',
  triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
  conditions: [{ measure: 'price_gap', operator: '>', value: 10, unit: 'percent', base: 'our price' }],
  actions: [{ action: 'notify', to: ['user'] }],
  competitors,
  assumptions: ['No time was named, so 9:00 AM.'],
});

/** Tell me whenever an invoice is past due by more than 500. */
export const lateInvoice: Contract = contractSchema.parse({
  sentences: ['Email me when an invoice over $500 is past due'],
  subject: 'invoices',
  agent: 'pops',
  triggers: [{ type: 'event', eventName: 'invoice.past_due' }],
  conditions: [{ measure: 'amount', operator: '>', value: 500, unit: 'currency' }],
  actions: [{ action: 'notify', to: ['user'] }],
});

export interface ToolsKit extends EngineKit {
  /** Each call has an id of its own, unless `callId` names it. */
  tool(name: string, params?: JsonObject, more?: Partial<Calling> & { readonly callId?: string }): Promise<ToolOutcome>;
  /** The same, for what it tells a model. */
  ask(...call: Parameters<ToolsKit['tool']>): Promise<JsonObject>;
  stored(playbookId: string): Promise<Playbook>;
}

/** The tools of the chat over real core code and the real step types, for the owner of a tenant. */
export async function createToolsKit(): Promise<ToolsKit> {
  const words = new Set(flowWords.map(({ id }) => id));
  const kit = await createEngineKit(stepCatalog.all().filter(({ id }) => !words.has(id)));
  await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { competitors } }]);
  kit.clock.flow();
  let calls = 0;
  const calling = async (more: Partial<Calling>): Promise<Calling> => {
    const tenant = (await kit.store.get(top.tenant(orgId)))?.data;
    const member = (await kit.store.get(paths.member('owner')))?.data;
    if (!tenant || !member) throw new Error('The kit has no tenant');
    return {
      engine: kit.engine,
      connectors: connectorCatalog,
      secrets: { read: async () => null },
      conceal: (value) => value,
      orgId,
      tenant,
      member,
      key: null,
      actor: olive,
      conversationId: 'talk',
      chosenBy: 'planner',
      isTainted: false,
      shown: () => null,
      facts: () => factsFor(kit.engine, orgId, tenant, member),
      signal: new AbortController().signal,
      ...more,
    };
  };
  const tool: ToolsKit['tool'] = async (name, params = {}, { callId = `call${++calls}`, ...more } = {}) =>
    callTool(await calling(more), { callId, tool: name, params });
  return {
    ...kit,
    tool,
    ask: async (...call) => objectOf((await tool(...call)).result),
    stored: async (playbookId) => {
      const found = await kit.store.get(paths.playbook(playbookId));
      if (found === null) throw new Error(`No playbook ${playbookId}`);
      return playbookSchema.parse(found.data);
    },
  };
}

function objectOf(value: JsonValue): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('This is no object');
  return value;
}

/** The card that a call has shown. */
export function cardIn({ parts }: ToolOutcome): Card {
  const found = parts.find((part) => part.type === 'card');
  if (found?.type !== 'card') throw new Error('No card was shown');
  return found.card;
}

/** As JSON, to be handed to a tool. */
export function asParams(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

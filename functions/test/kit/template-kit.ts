import { createOutbound } from '../../src/connectors/outbound.ts';
import { sampleDocuments } from '../../src/core/authoring/sample/documents.ts';
import { givenAnswers, type Template, type TemplateFacts } from '../../src/core/authoring/templates/template.ts';
import type { Engine } from '../../src/core/engine/engine.ts';
import { startExecution } from '../../src/core/engine/start-execution.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { eventTypes } from '../../src/model/event-catalog.ts';
import type { Execution } from '../../src/model/execution.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { PlaybookDraft } from '../../src/model/playbook.ts';
import { flowWords } from '../../src/steps/flow/words.ts';
import { stepCatalog } from '../../src/steps/registry.ts';
import { startVendors, type VendorAnswer } from '../vendors/vendor.ts';
import { budget, createEngineKit, orgId, paths } from './engine-kit.ts';

/** Whose playbook it would be. */
export const templateFacts: TemplateFacts = {
  tenant: {
    name: 'Thrive',
    timezone: 'America/New_York',
    currency: 'USD',
    locale: 'en-US',
    competitors: [{ name: 'Higher Level', url: 'https://shop.example/menu' }],
  },
  user: { name: 'Olive', email: 'owner@thrive.example' },
  now: new Date('2026-11-23T13:00:00Z'),
};

/** What somebody answers who takes all that stands there, and makes up the rest. */
export function exampleAnswers(template: Template): JsonObject {
  return { ...template.example, ...givenAnswers(template, templateFacts) };
}

const menu = `<html lang="en"><head><title>Menu</title></head><body><h1>Menu</h1>
<script type="application/ld+json">${JSON.stringify([
  { '@type': 'Product', name: 'Blue Dream 3.5 g', offers: { price: '27.00', priceCurrency: 'USD' } },
  { '@type': 'Product', name: 'Gelato 3.5 g', offers: { price: '44.00', priceCurrency: 'USD' } },
])}</script></body></html>`;
const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Trade news</title>
<item><title>Prices fall</title><link>https://news.example/1</link><guid>1</guid>
<pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>`;

function page(body: string, type = 'text/html'): VendorAnswer {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body };
}
const SITES: Readonly<Record<string, VendorAnswer>> = {
  'shop.example': page(menu),
  'supplier.example': page(menu),
  'www.example.com': page(menu),
  'client.example': page(menu),
  'news.example': page(feed, 'application/rss+xml'),
};

export interface TemplateKit {
  readonly engine: Engine;
  /** Done as if its first trigger had fired, on sample data; nothing is sent. */
  rehearse(template: Template, draft: PlaybookDraft): Promise<Execution>;
  close(): void;
}

/** An engine with all real step types, websites that answer, and a model that says one thing. */
export async function createTemplateKit(): Promise<TemplateKit> {
  const vendors = await startVendors(
    Object.entries(SITES).map(([host, answer]) => ({
      host,
      answer: ({ path }) => (path === '/robots.txt' ? { status: 404, body: '' } : answer),
    })),
  );
  const words = new Set(flowWords.map(({ id }) => id));
  const kit = await createEngineKit(stepCatalog.all().filter(({ id }) => !words.has(id)));
  const outbound = createOutbound({ allow: [], detours: vendors.detours });
  const said = { text: '{"sentences":["Prices fall."],"points":["Prices fall."]}', model: 'none', tokens: 20 };
  const llm = { generateText: async () => said };
  kit.clock.flow();
  const engine: Engine = { ...kit.engine, services: { ...kit.engine.services, outbound, llm } };
  return {
    engine,
    close: () => vendors.close(),
    rehearse: async ({ businesses: [business] }, draft) => {
      const documents = sampleDocuments(business, { now: kit.clock.now(), currency: 'USD' });
      await kit.store.commit(
        documents.map(({ collection, id, data }) => ({ op: 'set', path: `${pathOf(collection)}/${id}`, data })),
      );
      const { triggers, steps, inputs } = draft;
      const named = triggers.map((one) => ({ ...one, id: one.type }));
      const [trigger] = triggers;
      const event =
        trigger?.type === 'event' ? eventOf(trigger.eventName) : trigger?.type === 'webhook' ? delivery : null;
      const playbookId = await kit.playbook(steps as unknown as JsonObject[], { inputs, triggers: named });
      const given = Object.fromEntries(inputs.map((input) => [input.name, sampleInput(input)]));
      const request = kit.request(playbookId, { dryRun: true, inputs: given, ...(event && { event }) });
      const { executionId } = await startExecution(engine, request, false);
      for (let turn = 0; turn < 10; turn++) {
        const execution = await kit.execution(executionId);
        if (execution.status !== 'queued' && execution.status !== 'running' && execution.status !== 'waiting') break;
        await wakeExecution(engine, orgId, executionId, budget(kit));
      }
      return kit.execution(executionId);
    },
  };
}

/** What somebody enters who takes what stands there, and makes up the rest. */
function sampleInput({ type, options, default: value }: PlaybookDraft['inputs'][number]): JsonValue {
  if (value !== null) return value;
  const made = {
    text: 'Ada',
    number: 3,
    boolean: true,
    date: '2026-12-01',
    select: options[0] ?? '',
    list: ['Ada', 'Bo'],
  };
  return made[type];
}

function pathOf(collection: string): string {
  const [name, own] = collection.split('/');
  return own === undefined ? `${paths.root}/${name}` : `${paths.root}/records/${own}/items`;
}

const delivery: JsonObject = {
  body: {
    type: 'invoice.payment_failed',
    name: 'Ada',
    email: 'ada@example.com',
    message: 'Hello',
    data: { object: { customer_email: 'ada@example.com' } },
  },
  headers: {},
  query: {},
};

/** As the catalogue shows it, about people whom the sample data knows. */
function eventOf(eventName: string): JsonObject {
  const example = JSON.parse(JSON.stringify(eventTypes.get(eventName)?.example ?? {})) as JsonObject;
  return 'memberId' in example ? { ...example, memberId: 'sample-carla-nguyen' } : example;
}

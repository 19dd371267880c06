import { agentIds } from '../../model/agent.ts';
import type { ExecutionContext } from '../../model/execution-context.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import type { Step } from '../../model/step.ts';
import { changeSince } from '../engine/change.ts';
import { NonRetriableError } from '../engine/errors.ts';
import { ExpressionError, evaluateCondition, renderTemplate, renderValue } from '../engine/expression.ts';
import { factsFor, innerScope, remember, rootScope, type Scope } from '../engine/scope.ts';
import { EXAMPLE_NOW } from './subjects/examples-time.ts';

/** Words of the flow and what only writes, which lead to acts and are none. */
const FLOW = new Set([
  'branch',
  'parallel',
  'for_each',
  'stop_execution',
  'wait',
  'wait_for_event',
  'set_variables',
  'notice_change',
  'log_note',
  'generate_competitor_report',
]);
/** A loop over more than this would say nothing new. */
const ITEMS_TRIED = 20;
/** Loops in loops come to no end: an example is tried while somebody waits. */
const STEPS_TRIED = 2_000;

/** What a playbook is tried on: what starts it, and what its steps find, by step id. */
interface Walk {
  readonly content: PlaybookContent;
  readonly event: JsonValue;
  readonly outputs: ReadonlyMap<string, JsonValue>;
}

interface Walked {
  /** Ids of the steps that would act. */
  readonly acts: ReadonlySet<string>;
  /** Why it would end before its end; null where it would not. */
  readonly trouble: string | null;
}

/** Which steps would act, if every act goes well and every question is answered by yes. Pure: only conditions are worked out. */
export function walkSteps({ content, event, outputs }: Walk): Walked {
  const acts = new Set<string>();
  const context: ExecutionContext = { ...someone, event, inputs: inputsOf(content) };
  const facts = (scope: Scope) => factsFor(context, scope, EXAMPLE_NOW);
  const walk = (steps: readonly Step[], scope: Scope): boolean => steps.every((step) => one(step, scope));
  let left = STEPS_TRIED;
  /** Whether the steps after it are done too. */
  const one = (step: Step, scope: Scope): boolean => {
    if (left-- === 0) throw new NonRetriableError('it takes too many steps to be tried on an example');
    if (step.condition !== null && !evaluateCondition(step.condition, facts(scope))) return true;
    const found = outputs.get(step.id);
    if (found === undefined && !FLOW.has(step.action)) acts.add(step.id);
    const output = found ?? ownOutput(step, facts(scope));
    const goesOn = inside(step, scope);
    remember(scope, { stepId: step.id, agent: step.agent, status: 'completed', isTainted: false }, output);
    return goesOn;
  };
  const inside = (step: Step, scope: Scope): boolean => {
    switch (step.action) {
      case 'stop_execution':
        return false;
      case 'branch': {
        const taken = step.branches.find(
          ({ condition }) => condition === null || evaluateCondition(condition, facts(scope)),
        );
        return taken === undefined || walk(taken.steps, scope);
      }
      case 'parallel':
        return step.branches.every(({ steps }) => walk(steps, innerScope(scope, {}, false)));
      case 'for_each':
        return itemsOf(step, facts(scope)).every((item, index) =>
          walk(step.steps, innerScope(scope, { [nameOf(step)]: item, index }, false)),
        );
      default:
        return true;
    }
  };
  try {
    walk(content.steps, rootScope(content.steps));
    return { acts, trouble: null };
  } catch (error) {
    if (error instanceof NonRetriableError) return { acts, trouble: error.message };
    throw error;
  }
}

/** Whether one of the triggers lets the event start it. */
export function isStartedBy({ triggers }: PlaybookContent, eventName: string | null, event: JsonValue): boolean {
  return triggers.some((trigger) => {
    if (trigger.type !== 'event' || (eventName !== null && trigger.eventName !== eventName)) return false;
    if (trigger.filter === null) return true;
    try {
      return evaluateCondition(trigger.filter, { event, now: EXAMPLE_NOW });
    } catch (error) {
      // As the dispatcher has it: a filter that fails on an event is not true of it.
      if (error instanceof ExpressionError) return false;
      throw error;
    }
  });
}

export function isFlow({ action }: Pick<Step, 'action'>): boolean {
  return FLOW.has(action);
}

const APPROVED: JsonObject = { decision: 'approved', by: null, reason: null };

const someone = {
  user: { id: 'u1', name: 'Ada', email: 'ada@example.com', locale: 'en-US' },
  org: { id: 'o1', name: 'Shop', timezone: 'UTC', currency: 'USD' },
  trigger: { id: null, type: 'schedule', scheduledFor: null },
} as const;

/** What words of the flow give here; nothing was seen before. */
function ownOutput({ action, params: { value = null } }: Step, facts: Record<string, unknown>): JsonValue {
  if (action === 'request_approval') return APPROVED;
  return action === 'notice_change' ? { ...changeSince(null, renderValue(value, facts)) } : null;
}

function inputsOf({ inputs }: PlaybookContent): JsonObject {
  return Object.fromEntries(inputs.map(({ name, default: value }) => [name, value]));
}

function itemsOf(step: Step, facts: Record<string, unknown>): readonly JsonValue[] {
  const { items = [] } = step.params;
  const list = typeof items === 'string' ? renderTemplate(items, facts) : items;
  return Array.isArray(list) ? list.slice(0, ITEMS_TRIED) : [];
}

function nameOf({ params }: Step): string {
  const { as } = params;
  return typeof as === 'string' && !agentIds.some((agent) => agent === as) ? as : 'item';
}

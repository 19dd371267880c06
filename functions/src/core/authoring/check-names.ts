import { agentIds } from '../../model/agent.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { allSteps, blocksOf, type Step } from '../../model/step.ts';
import type { Path } from '../engine/expression.ts';
import type { AnyStepType, StepCatalog } from '../engine/step-type.ts';
import { listeningTriggers, unknownEventField } from './check-event.ts';
import { suggestion } from './nearest.ts';
import { missingField, outputFieldNames } from './output-fields.ts';

const USER = ['id', 'name', 'email', 'locale'];
const ORG = ['id', 'name', 'timezone', 'currency'];
const TRIGGER = ['id', 'type', 'scheduledFor'];
const ROOTS = ['steps', ...agentIds, 'trigger', 'event', 'inputs', 'user', 'org', 'now', 'callbacks'];

/** What the expressions of one step can see: the steps before it, the facts of the execution, names of the block. */
export interface Scope {
  readonly content: PlaybookContent;
  readonly catalog: StepCatalog;
  /** The step that asks. */
  readonly step: Step;
  /** The steps whose output is there by then, in order. */
  readonly earlier: readonly Step[];
  /** What the blocks around it add: `item` and `index` in a loop, `error` after a failure. */
  readonly names: readonly string[];
}

/** What is wrong with a name in a condition or template, with the nearest right one; null when it will be there. */
export function unknownName(path: Path, scope: Scope): string | null {
  const [root = '', first, ...rest] = path;
  if (scope.names.includes(root)) return null;
  switch (root) {
    case 'steps':
      return first === undefined ? null : unknownStepField(first, rest, scope);
    case 'inputs':
      return first === undefined
        ? null
        : unknownIn(
            'inputs',
            first,
            scope.content.inputs.map(({ name }) => name),
          );
    case 'user':
      return unknownFact(path, USER);
    case 'org':
      return unknownFact(path, ORG);
    case 'trigger':
      return unknownFact(path, TRIGGER);
    case 'now':
      return first === undefined ? null : "'now' is an instant and has no fields";
    case 'callbacks':
      return first === undefined ? null : unknownIn('callbacks', first, callbackSteps(scope));
    case 'event':
      return unknownEvent(path, scope);
    default:
      return unknownAgentField(path, scope);
  }
}

/** The steps that wait for an answer from outside; `callbacks.<id>` is the address for it. */
function callbackSteps({ content, catalog }: Scope): string[] {
  return allSteps([...content.steps, ...content.onFailure])
    .filter(({ action }) => catalog.get(action)?.kind === 'wait')
    .map(({ id }) => id);
}

/** The filter of an event trigger sees the event and the time, and nothing else. */
export function unknownNameInFilter([root = '', first]: Path): string | null {
  if (root === 'event') return null;
  if (root === 'now' && first === undefined) return null;
  return `A filter sees only 'event' and 'now', not '${root}'; write for example event.quantity < 5`;
}

/** It is right when one of the triggers brings it: in a start by another one it is null. */
function unknownEvent([, ...fields]: Path, { content }: Scope): string | null {
  const triggers = listeningTriggers(content.triggers);
  if (triggers.length === 0) return "There is no 'event': the playbook has no trigger of the type event or webhook";
  const problems = triggers.map((trigger) => unknownEventField(trigger, fields));
  return problems.includes(null) ? null : (problems[0] ?? null);
}

function unknownStepField(id: string, fields: readonly string[], scope: Scope): string | null {
  const { content, catalog, step, earlier } = scope;
  const found = earlier.findLast((one) => one.id === id);
  if (found) return unknownOutput(found, fields, `steps.${id}`, catalog);
  if (id === step.id) return `Step '${id}' cannot read its own output`;
  const elsewhere = allSteps([...content.steps, ...content.onFailure]).find((one) => one.id === id);
  if (!elsewhere) {
    const ids = earlier.map((one) => one.id);
    return `There is no step '${id}' before this one${suggestion(id, ids)}`;
  }
  const around = earlier.find((one) =>
    allSteps(blocksOf(one).flatMap(({ steps }) => steps)).some((inner) => inner.id === id),
  );
  if (around) return `Step '${id}' is done several times inside '${around.id}'; read {{steps.${around.id}}} instead`;
  return `Step '${id}' comes later; only the output of earlier steps can be read`;
}

function unknownAgentField([root = '', ...fields]: Path, { catalog, earlier }: Scope): string | null {
  if (!agentIds.some((agent) => agent === root)) {
    return `There is no '${root}'${suggestion(root, ROOTS)}`;
  }
  const step = earlier.findLast(({ agent }) => agent === root);
  if (step) return unknownOutput(step, fields, root, catalog);
  return `No earlier step is done by ${root}; write agent: '${root}' at the step whose output is meant`;
}

function unknownOutput(step: Step, fields: readonly string[], name: string, catalog: StepCatalog): string | null {
  const type = catalog.get(step.action);
  const missing = type ? missingField(type, fields, name) : null;
  if (!missing) return null;
  if (missing.names.length === 0) return `'${missing.at}' has no fields, so no '${missing.field}'`;
  return `'${missing.at}' has no '${missing.field}'${suggestion(missing.field, missing.names)}`;
}

function unknownFact([root = '', first, ...rest]: Path, names: readonly string[]): string | null {
  if (first === undefined) return null;
  if (rest.length > 0 && names.includes(first)) return `'${root}.${first}' has no fields`;
  return unknownIn(root, first, names);
}

function unknownIn(root: string, name: string, names: readonly string[]): string | null {
  return names.includes(name) ? null : `'${root}' has no '${name}'${suggestion(name, names)}`;
}

/** Fills what a step left out and an earlier one offers, as an open template. */
export function wireStep(step: Step, type: AnyStepType, earlier: readonly Step[], catalog: StepCatalog): Step {
  const params = { ...step.params };
  for (const [param, candidates] of Object.entries(type.wires ?? {})) {
    if (Object.hasOwn(params, param)) continue;
    const source = candidates
      .map((candidate) => offeredBy(candidate, earlier, catalog))
      .find((offer) => offer !== null);
    if (source) params[param] = source;
  }
  return { ...step, params };
}

function offeredBy(candidate: string, earlier: readonly Step[], catalog: StepCatalog): string | null {
  const [action = '', field = ''] = candidate.split('.');
  const step = earlier.findLast((one) => one.action === action);
  const type = catalog.get(action);
  if (!step || !type || !outputFieldNames(type).includes(field)) return null;
  return `{{${templatePath(step.id)}.${field}}}`;
}

/** A step id may hold a hyphen, which an expression would read as minus. */
function templatePath(stepId: string): string {
  return /^[A-Za-z_]\w*$/.test(stepId) ? `steps.${stepId}` : `steps["${stepId}"]`;
}

import { z } from 'zod';
import { canonicalJson, type JsonObject, type JsonValue } from '../../model/json.ts';
import type { Playbook, PlaybookContent, PlaybookDraft, PlaybookInput } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { type Step, type StepDraft, stepDraftSchema } from '../../model/step.ts';
import { deriveId } from '../derive-id.ts';
import { ExpressionError, type Path, parseCondition, parseTemplate } from '../engine/expression.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { type Scope, suggestion, unknownName, wireStep } from './check-names.ts';
import { checkParams } from './check-params.ts';
import { checkTrigger, plainTrigger } from './check-trigger.ts';
import { giveIds } from './give-ids.ts';

const MAX_BYTES = 100_000;
const VERSION_ID_LENGTH = 20;

export type Normalized =
  | { readonly content: PlaybookContent; readonly versionId: string }
  | { readonly problems: readonly ProblemDetail[] };

/** The part of a playbook that is executed, as a draft or as it is stored. */
export type Unchecked = Pick<PlaybookDraft, 'agent' | 'triggers' | 'inputs'> & Pick<Playbook, 'steps' | 'stepsJson'>;

/**
 * What would be executed of a playbook: ids given, cron in plain form, left-out params wired to earlier steps. Or else
 * every problem found, each with its path: nothing that is known to fail later is let through. The same playbook
 * always gives the same content and so the same version id.
 */
export function normalizePlaybook(playbook: Unchecked, catalog: StepCatalog): Normalized {
  const drafts = readSteps(playbook);
  if ('problems' in drafts) return drafts;
  const triggers = giveIds(playbook.triggers, ({ type }) => type, 'triggers');
  const steps = giveIds(drafts.steps, ({ action }) => action, 'steps');
  const content: PlaybookContent = {
    agent: playbook.agent,
    triggers: triggers.named.map(plainTrigger),
    inputs: playbook.inputs,
    steps: wired(steps.named, catalog),
  };
  const problems = [
    ...triggers.problems,
    ...content.triggers.flatMap((trigger, index) => checkTrigger(trigger, `triggers.${index}`)),
    ...checkInputs(content.inputs),
    ...steps.problems,
    ...content.steps.flatMap((_, index) => checkStep({ content, catalog, index })),
  ];
  const json = canonicalJson(content);
  if (Buffer.byteLength(json) > MAX_BYTES) {
    problems.push({ path: 'steps', message: `A playbook may be at most ${MAX_BYTES / 1000} KB` });
  }
  // The content alone is hashed: equal contents are one version, wherever they stand.
  return problems.length > 0 ? { problems } : { content, versionId: deriveId(json).slice(0, VERSION_ID_LENGTH) };
}

const stepsSchema = z.array(stepDraftSchema).min(1, 'A playbook needs at least one step').max(500);

function readSteps({ steps, stepsJson }: Unchecked): { steps: readonly StepDraft[] } | { problems: ProblemDetail[] } {
  let given: unknown = steps ?? [];
  if (stepsJson !== undefined) {
    try {
      given = JSON.parse(stepsJson);
    } catch {
      return { problems: [{ path: 'stepsJson', message: 'This is not JSON' }] };
    }
  }
  const parsed = stepsSchema.safeParse(given);
  if (parsed.success) return { steps: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) => ({ path: ['steps', ...path].join('.'), message })),
  };
}

function wired(steps: readonly Step[], catalog: StepCatalog): Step[] {
  return steps.map((step, index) => {
    const type = catalog.get(step.action);
    return type ? wireStep(step, type, steps.slice(0, index), catalog) : step;
  });
}

function checkInputs(inputs: readonly PlaybookInput[]): ProblemDetail[] {
  const problems: ProblemDetail[] = [];
  for (const [index, { name, type, options }] of inputs.entries()) {
    if (inputs.findIndex((input) => input.name === name) < index) {
      problems.push({ path: `inputs.${index}.name`, message: `The input '${name}' is declared twice` });
    }
    if (type === 'select' && options.length === 0) {
      problems.push({ path: `inputs.${index}.options`, message: 'An input to select from needs options' });
    }
  }
  return problems;
}

function checkStep(scope: Scope): ProblemDetail[] {
  const { content, catalog, index } = scope;
  const step = content.steps[index];
  if (!step) return [];
  const path = `steps.${index}`;
  const type = catalog.get(step.action);
  if (!type) {
    const known = catalog.all().map(({ id }) => id);
    const message = `There is no step type '${step.action}'${suggestion(step.action, known)}`;
    return [{ path: `${path}.action`, message }];
  }
  const condition = step.condition;
  return [
    ...checkApproval(step, path),
    ...(condition === null ? [] : checkExpression(() => parseCondition(condition), `${path}.condition`, scope)),
    ...checkTemplates(step.params, `${path}.params`, scope),
    ...checkParams(type, step.params, `${path}.params`),
  ];
}

/** Whoever asks for a yes must not find it done without one: until steps can wait for it, the wish is refused. */
function checkApproval({ requiresApproval }: Step, path: string): ProblemDetail[] {
  if (!requiresApproval) return [];
  const message =
    'Steps cannot wait for an approval yet; leave the step out, or run it by hand in a playbook of its own';
  return [{ path: `${path}.requiresApproval`, message }];
}

function checkTemplates(value: JsonValue | JsonObject, path: string, scope: Scope): ProblemDetail[] {
  if (typeof value === 'string') return checkExpression(() => parseTemplate(value), path, scope);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => checkTemplates(inner, `${path}.${key}`, scope));
}

function checkExpression(read: () => readonly Path[], path: string, scope: Scope): ProblemDetail[] {
  try {
    const messages = read().map((name) => unknownName(name, scope));
    return [...new Set(messages)].flatMap((message) => (message === null ? [] : [{ path, message }]));
  } catch (error) {
    if (error instanceof ExpressionError) return [{ path, message: error.message }];
    throw error;
  }
}

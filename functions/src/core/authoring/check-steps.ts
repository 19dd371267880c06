import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { allSteps, type Step } from '../../model/step.ts';
import { ExpressionError, type Path, parseCondition, parseTemplate } from '../engine/expression.ts';
import { type AnyStepType, isTool, type StepCatalog } from '../engine/step-type.ts';
import { awaitedProblems } from './check-event.ts';
import { type Scope, unknownName, wireStep } from './check-names.ts';
import { checkParams } from './check-params.ts';
import { suggestion } from './nearest.ts';

const MAX_STEPS = 500;
const MAX_LEVELS = 5;

type Seen = Pick<Scope, 'earlier' | 'names'>;

/** A list of steps as it was checked, and what whoever comes after it can read. */
interface Checked {
  readonly steps: Step[];
  readonly readable: readonly Step[];
}

/** Wires what was left out to earlier steps, at every depth, and collects all problems with their paths. */
export function checkSteps(
  content: PlaybookContent,
  catalog: StepCatalog,
): { readonly content: PlaybookContent; readonly problems: ProblemDetail[] } {
  const problems: ProblemDetail[] = [];
  const checkList = (steps: readonly Step[], path: string, seen: Seen, level: number): Checked => {
    if (level > MAX_LEVELS && steps.length > 0)
      problems.push({ path, message: `Steps may be nested ${MAX_LEVELS} levels deep` });
    const done: Step[] = [];
    let { earlier } = seen;
    for (const [index, step] of steps.entries()) {
      const checked = checkOne(step, `${path}.${index}`, { names: seen.names, earlier }, level);
      done.push(checked.step);
      earlier = [...earlier, checked.step, ...checked.readable];
    }
    return { steps: done, readable: earlier.slice(seen.earlier.length) };
  };
  const checkOne = (given: Step, path: string, seen: Seen, level: number) => {
    const type = catalog.get(given.action);
    const step = type ? wireStep(given, type, seen.earlier, catalog) : given;
    const scope: Scope = { content, catalog, step, ...seen };
    problems.push(...checkStep(scope, type, path));
    const isFork = type?.kind === 'fork';
    const inside = isFork ? { ...seen, names: [...seen.names, ...type.names(step.params)] } : seen;
    const body = checkList(step.steps, `${path}.steps`, inside, level + 1);
    const branches = step.branches.map((branch, index) => {
      const at = `${path}.branches.${index}`;
      problems.push(...checkCondition(branch.condition, `${at}.condition`, scope));
      const list = checkList(branch.steps, `${at}.steps`, inside, level + 1);
      return { branch: { ...branch, steps: list.steps }, readable: list.readable };
    });
    const onError = checkList(step.errorSteps, `${path}.errorSteps`, withName(seen, 'error'), level + 1);
    const readable = isFork ? [] : [...body.readable, ...branches.flatMap((one) => one.readable)];
    return {
      step: { ...step, steps: body.steps, branches: branches.map(({ branch }) => branch), errorSteps: onError.steps },
      readable: [...readable, ...onError.readable],
    };
  };
  const root: Seen = { earlier: [], names: [] };
  const main = checkList(content.steps, 'steps', root, 1);
  const failure = checkList(content.onFailure, 'onFailure', { earlier: main.readable, names: ['error'] }, 1);
  const count = allSteps([...content.steps, ...content.onFailure]).length;
  if (count > MAX_STEPS) problems.push({ path: 'steps', message: `A playbook may have ${MAX_STEPS} steps at most` });
  return { content: { ...content, steps: main.steps, onFailure: failure.steps }, problems };
}

function withName(seen: Seen, name: string): Seen {
  return { ...seen, names: [...seen.names, name] };
}

function checkStep(scope: Scope, type: AnyStepType | undefined, path: string): ProblemDetail[] {
  const { step, catalog } = scope;
  if (type === undefined || type.isPart === true) {
    const known = catalog.all().map(({ id }) => id);
    const message = `There is no step type '${step.action}'${suggestion(step.action, known)}`;
    return [{ path: `${path}.action`, message }];
  }
  return [
    ...checkApproval(step, type, path),
    ...checkBlocks(step, type, path),
    ...checkCondition(step.condition, `${path}.condition`, scope),
    ...checkLiterals(step, type, `${path}.params`),
    ...checkTemplates(step.params, `${path}.params`, scope),
    ...checkParams(type, step.params, `${path}.params`),
    ...checkAwaited(step, type, `${path}.params`),
    ...checkTools(step, type, catalog, `${path}.params`),
  ];
}

/** What an agent may have done are steps that stand for themselves. */
function checkTools({ params }: Step, type: AnyStepType, catalog: StepCatalog, path: string): ProblemDetail[] {
  if (type.kind !== 'unfold') return [];
  const tools = catalog.all().filter(isTool);
  return type.uses(params).flatMap((id, index) => {
    if (tools.some((one) => one.id === id)) return [];
    const hint = suggestion(
      id,
      tools.map((one) => one.id),
    );
    return [{ path: `${path}.tools.${index}`, message: `'${id}' is nothing that an agent can use${hint}` }];
  });
}

/** A step that waits for an event of which there is none would wait for nothing. */
function checkAwaited({ params }: Step, { kind }: AnyStepType, path: string): ProblemDetail[] {
  if (kind !== 'wait') return [];
  return awaitedProblems(params).map(({ param, message }) => ({ path: `${path}.${param}`, message }));
}

/** A name or a condition is what it says: values do not become part of it. */
function checkLiterals({ params }: Step, { literals = [] }: AnyStepType, path: string): ProblemDetail[] {
  return literals.flatMap((name) => {
    const value = params[name];
    if (typeof value !== 'string' || !value.includes('{{')) return [];
    return [{ path: `${path}.${name}`, message: `'${name}' is taken as it is written; it cannot hold a template` }];
  });
}

/** Steps inside a step that would never be done are a mistake; so is a loop without a body. */
function checkBlocks(step: Step, { id, holds }: AnyStepType, path: string): ProblemDetail[] {
  const problems: ProblemDetail[] = [];
  for (const name of ['steps', 'branches'] as const) {
    const isGiven = step[name].length > 0;
    if (isGiven && holds !== name) {
      problems.push({ path: `${path}.${name}`, message: `'${id}' does not take '${name}'` });
    }
    if (!isGiven && holds === name) problems.push({ path: `${path}.${name}`, message: `'${id}' needs '${name}'` });
  }
  if (step.onError === 'branch' && step.errorSteps.length === 0) {
    problems.push({ path: `${path}.errorSteps`, message: "onError 'branch' needs the steps to do: errorSteps" });
  }
  if (step.onError !== 'branch' && step.errorSteps.length > 0) {
    problems.push({ path: `${path}.onError`, message: "errorSteps are done with onError 'branch' only" });
  }
  const ids = step.branches.map((branch) => branch.id);
  for (const [index, branchId] of ids.entries()) {
    if (ids.indexOf(branchId) < index) {
      problems.push({ path: `${path}.branches.${index}.id`, message: `The branch '${branchId}' is there twice` });
    }
  }
  return problems;
}

/** A yes is asked for before an act; where nothing is done, nobody would be asked. */
function checkApproval({ requiresApproval, approval }: Step, type: AnyStepType, path: string): ProblemDetail[] {
  const isAsked = requiresApproval || approval !== null;
  if (!isAsked || (type.kind === 'action' && type.effect !== 'none')) return [];
  const at = requiresApproval ? 'requiresApproval' : 'approval';
  const message = `'${type.id}' does nothing that needs a yes; ask at the step that acts, or by a request_approval step`;
  return [{ path: `${path}.${at}`, message }];
}

function checkCondition(condition: string | null, path: string, scope: Scope): ProblemDetail[] {
  return condition === null ? [] : checkExpression(() => parseCondition(condition), path, scope);
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

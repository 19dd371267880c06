import { z } from 'zod';
import {
  contentJsonOf,
  type Playbook,
  type PlaybookContent,
  type PlaybookDraft,
  type PlaybookInput,
} from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { type StepDraft, stepDraftSchema } from '../../model/step.ts';
import { deriveId } from '../derive-id.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { checkSteps } from './check-steps.ts';
import { checkTrigger, plainTrigger } from './check-trigger.ts';
import { giveIds, giveStepIds } from './give-ids.ts';

const MAX_BYTES = 100_000;
const VERSION_ID_LENGTH = 20;

export type Normalized =
  | { readonly content: PlaybookContent; readonly versionId: string }
  | { readonly problems: readonly ProblemDetail[] };

/** The part of a playbook that is executed, as a draft or as it is stored. */
export type Unchecked = Pick<PlaybookDraft, 'agent' | 'triggers' | 'inputs' | 'overlap'> &
  Pick<Playbook, 'steps' | 'stepsJson' | 'onFailure' | 'onFailureJson'>;

/**
 * What would be executed of a playbook: ids given, cron in plain form, left-out params wired to earlier steps. Or else
 * every problem found, each with its path: nothing that is known to fail later is let through. The same playbook
 * always gives the same content and so the same version id.
 */
export function normalizePlaybook(playbook: Unchecked, catalog: StepCatalog): Normalized {
  const drafts = readSteps(playbook);
  if ('problems' in drafts) return drafts;
  const { steps: stepDrafts, onFailure: failureDrafts } = drafts;
  const triggers = giveIds(playbook.triggers, ({ type }) => type, 'triggers');
  const ids = giveStepIds({ steps: stepDrafts, onFailure: failureDrafts });
  const { steps = [], onFailure = [] } = ids.named;
  const checked = checkSteps(
    {
      agent: playbook.agent,
      triggers: triggers.named.map(plainTrigger),
      inputs: playbook.inputs,
      steps,
      onFailure,
      overlap: playbook.overlap,
    },
    catalog,
  );
  const { content } = checked;
  const problems = [
    ...triggers.problems,
    ...content.triggers.flatMap((trigger, index) => checkTrigger(trigger, `triggers.${index}`)),
    ...checkInputs(content.inputs),
    ...ids.problems,
    ...checked.problems,
  ];
  const json = contentJsonOf(content);
  if (Buffer.byteLength(json) > MAX_BYTES) {
    problems.push({ path: 'steps', message: `A playbook may be at most ${MAX_BYTES / 1000} KB` });
  }
  // The content alone is hashed: equal contents are one version, wherever they stand.
  return problems.length > 0 ? { problems } : { content, versionId: deriveId(json).slice(0, VERSION_ID_LENGTH) };
}

/** Of lists and objects in one another: five levels of steps, and params within them. */
const MAX_DEPTH = 100;

function isTooDeep(value: unknown, left: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1));
}

const stepsSchema = z.array(stepDraftSchema).max(500);

type Drafts = { readonly steps: readonly StepDraft[]; readonly onFailure: readonly StepDraft[] };

function readSteps(playbook: Unchecked): Drafts | { problems: ProblemDetail[] } {
  const steps = readList('steps', playbook.steps, playbook.stepsJson);
  const onFailure = readList('onFailure', playbook.onFailure, playbook.onFailureJson);
  if (steps.problems.length + onFailure.problems.length > 0) {
    return { problems: [...steps.problems, ...onFailure.problems] };
  }
  if (steps.list.length === 0) return { problems: [{ path: 'steps', message: 'A playbook needs at least one step' }] };
  return { steps: steps.list, onFailure: onFailure.list };
}

function readList(
  name: string,
  list: readonly StepDraft[] | undefined,
  json: string | undefined,
): { readonly list: readonly StepDraft[]; readonly problems: ProblemDetail[] } {
  let given: unknown = list ?? [];
  if (json !== undefined) {
    try {
      given = JSON.parse(json);
    } catch {
      return { list: [], problems: [{ path: `${name}Json`, message: 'This is not JSON' }] };
    }
  }
  if (isTooDeep(given, MAX_DEPTH)) {
    return { list: [], problems: [{ path: name, message: 'The steps are nested too deeply' }] };
  }
  const parsed = stepsSchema.safeParse(given);
  if (parsed.success) return { list: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: [name, ...path].join('.'), message }));
  return { list: [], problems };
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

import type { JsonObject, JsonValue } from '@model/json.ts';
import type { StepDraft } from '@model/step.ts';
import type { Edited } from './edited.ts';
import { changePaths, changeTemplate } from './expressions-text.ts';

/** Gives a step another id, and has all that reads it read it by that. Who calls sees that no other step has the id. */
export function renameStep(edited: Edited, from: string, to: string): Edited {
  const rename = (path: readonly string[]) => {
    const [root = '', id, ...fields] = path;
    return id === from && (root === 'steps' || root === 'callbacks') ? [root, to, ...fields] : path;
  };
  const inStep = (step: StepDraft): StepDraft => ({
    ...changeExpressions(step, rename),
    ...(step.id === from && { id: to }),
    steps: step.steps.map(inStep),
    branches: step.branches.map((branch) => ({
      ...branch,
      condition: inCondition(branch.condition, rename),
      steps: branch.steps.map(inStep),
    })),
    errorSteps: step.errorSteps.map(inStep),
  });
  return { ...edited, steps: edited.steps.map(inStep), onFailure: edited.onFailure.map(inStep) };
}

type Change = (path: readonly string[]) => readonly string[];

/** A step whose params and condition read other paths. */
export function changeExpressions(step: StepDraft, change: Change): StepDraft {
  return {
    ...step,
    params: inParams(step.params, change),
    condition: inCondition(step.condition, change),
  };
}

function inCondition(condition: string | null, change: Change): string | null {
  return condition === null ? null : changePaths(condition, change);
}

function inParams(params: JsonObject, change: Change): JsonObject {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, inValue(value, change)]));
}

function inValue(value: JsonValue, change: Change): JsonValue {
  if (typeof value === 'string') return changeTemplate(value, (source) => changePaths(source, change));
  if (value === null || typeof value !== 'object') return value;
  return Array.isArray(value) ? value.map((item) => inValue(item, change)) : inParams(value, change);
}

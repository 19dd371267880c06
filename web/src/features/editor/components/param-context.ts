import type { ProblemDetail } from '@model/problem.ts';
import type { StepDraft } from '@model/step.ts';
import { createContext, useContext } from 'react';
import type { VariableGroup } from '../api/edited.ts';
import type { Facts, Sample } from '../api/scope-sample.ts';

/** What every field of a step's form knows of the step around it. */
export interface ParamContext {
  readonly step: StepDraft;
  readonly groups: readonly VariableGroup[];
  readonly facts: Facts;
  /** When the values of `facts` were; null for examples. */
  readonly sampledAt: Sample['at'];
  readonly problems: readonly ProblemDetail[];
  /** Params that are taken as they are written. */
  readonly literals: readonly string[];
}

export const ParamContext = createContext<ParamContext | null>(null);

export function useParamContext(): ParamContext {
  const context = useContext(ParamContext);
  if (context === null) throw new Error('A field of a step is drawn within its form');
  return context;
}

/** What is wrong with the value at a path; with `isWhole` also what is wrong inside of it. */
export function useProblem(path: string, isWhole = false): string | null {
  const { problems } = useParamContext();
  const own = problems.filter((one) => one.path === path || (isWhole && one.path.startsWith(`${path}.`)));
  return own.length === 0 ? null : [...new Set(own.map(({ message }) => message))].join('\n');
}

/** A variable by the path that an expression names. */
export function variableOf(groups: readonly VariableGroup[], path: string) {
  for (const group of groups) {
    const variable = group.variables.find((one) => one.path === path);
    if (variable !== undefined) return { group, variable };
  }
  return null;
}

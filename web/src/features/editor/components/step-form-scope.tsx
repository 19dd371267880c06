import type { ProblemDetail } from '@model/problem.ts';
import type { StepDraft } from '@model/step.ts';
import { type ReactNode, useMemo } from 'react';
import { type StepType, type StepTypes, useStepTypes } from '../../../lib/step-types.ts';
import type { Edited } from '../api/edited.ts';
import { scopeAt } from '../api/scope.ts';
import { useSample } from '../api/scope-live.ts';
import { placeOf } from '../api/scope-place.ts';
import { factsAt } from '../api/scope-sample.ts';
import { ParamContext } from './param-context.ts';

interface StepScopeProps {
  readonly playbookId: string;
  readonly step: StepDraft;
  readonly type: StepType | undefined;
  readonly edited: Edited;
  readonly problems: readonly ProblemDetail[];
  readonly children: ReactNode;
}

const noTypes: StepTypes = new Map();
const noLiterals: readonly string[] = [];

/** What fields of a step (its params, its conditions) can read: they are drawn inside of this. */
export function StepScope({ playbookId, step, type, edited, problems, children }: StepScopeProps) {
  const known = useStepTypes();
  const types = known.status === 'ready' ? known.value : noTypes;
  const sample = useSample(playbookId, edited);
  const id = step.id ?? '';
  const groups = useMemo(() => scopeAt(edited, id, types, sample), [edited, id, types, sample]);
  const facts = useMemo(() => factsAt(sample, placeOf(edited, id, types)), [edited, id, types, sample]);
  const context: ParamContext = {
    step,
    groups,
    facts,
    sampledAt: sample.at,
    problems,
    literals: type?.literals ?? noLiterals,
  };
  return <ParamContext value={context}>{children}</ParamContext>;
}

import type { PlaybookDraft } from '@model/playbook.ts';
import type { ProblemDetail } from '@model/problem.ts';
import type { StepDraft } from '@model/step.ts';
import type { StepType } from '../../../lib/step-types.ts';

/** What is edited of a playbook. Every step has an id; what it says may still be wrong or missing. */
export type Edited = Pick<
  PlaybookDraft,
  'name' | 'description' | 'category' | 'agent' | 'triggers' | 'inputs' | 'steps' | 'onFailure' | 'overlap'
>;

/** A value that an expression may name at some step, with what it last was. */
export interface Variable {
  /** As it is written in an expression: `steps.scan.results`, `inputs.email`, `event.data.sku`. */
  readonly path: string;
  readonly label: string;
  /** `text`, `number`, `list`, … */
  readonly kind: string;
  /** What the last execution had there, as JSON text; null where there is none. */
  readonly sample: string | null;
}
export interface VariableGroup {
  readonly title: string;
  readonly variables: readonly Variable[];
}

/** What the form of a step gets from the editor around it. `StepForm` (step-form.tsx) is drawn for the selected step. */
export interface StepFormProps {
  readonly playbookId: string;
  readonly step: StepDraft;
  /** Undefined: no such step type is known. */
  readonly type: StepType | undefined;
  readonly edited: Edited;
  /** Of this step: paths begin inside of it, as in `params.to`. */
  readonly problems: readonly ProblemDetail[];
  readonly onChange: (step: StepDraft) => void;
  /** Gives the step another id: whoever holds `edited` renames by `renameStep` (api/scope-rename.ts), so that later steps follow. */
  readonly onRename: (id: string) => void;
}

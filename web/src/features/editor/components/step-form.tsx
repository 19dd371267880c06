import type { StepFormProps } from '../api/edited.ts';

/** The form of one step, drawn from the schema of its type. */
export function StepForm({ step }: StepFormProps) {
  return <p>{step.action}</p>;
}

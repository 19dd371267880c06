import { CircleCheck, CircleSlash, TriangleAlert } from 'lucide-react';
import { useTried } from '../api/expressions-try.ts';
import type { Facts } from '../api/scope-sample.ts';
import classes from './condition.module.css';
import { useParamContext } from './param-context.ts';

interface ConditionResultProps {
  readonly text: string;
  readonly facts: Facts;
  /** Whether other values were entered than those that are known. */
  readonly isChanged: boolean;
}

/** Whether a condition holds with known values, worked out as it is typed. */
export function ConditionResult({ text, facts, isChanged }: ConditionResultProps) {
  const { sampledAt } = useParamContext();
  const tried = useTried('condition', text, facts);
  const values = isChanged
    ? 'the values below'
    : sampledAt === null
      ? 'example values'
      : 'the values of the last execution';
  return (
    <div className={classes.result} role="status" aria-live="polite">
      <Outcome tried={tried} values={values} />
    </div>
  );
}

function Outcome({ tried, values }: { readonly tried: ReturnType<typeof useTried>; readonly values: string }) {
  if (tried === null) return null;
  if ('problem' in tried) {
    return (
      <>
        <TriangleAlert size={16} aria-hidden className={classes.wrong} />
        <span className={classes.wrong}>{tried.problem}</span>
      </>
    );
  }
  const holds = tried.value === true;
  const Icon = holds ? CircleCheck : CircleSlash;
  return (
    <>
      <Icon size={16} aria-hidden className={holds ? classes.holds : classes.not} />
      <span>
        <span className={holds ? classes.holds : classes.not}>{holds ? 'Holds' : 'Does not hold'}</span> with {values}
      </span>
    </>
  );
}

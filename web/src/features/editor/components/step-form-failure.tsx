import { NativeSelect, NumberInput } from '@mantine/core';
import { onErrorSchema, type RetryPolicy, retryPolicySchema, type StepDraft } from '@model/step.ts';
import type { StepType } from '../../../lib/step-types.ts';
import { useProblem } from './param-context.ts';
import classes from './step-form.module.css';
import { timeChoices, timeWords } from './step-form-times.ts';

interface StepFailureProps {
  readonly step: StepDraft;
  readonly type: StepType | undefined;
  onChange(step: StepDraft): void;
}

const FOLLOWS: Readonly<Record<StepDraft['onError'], string>> = {
  fail: 'Stop here',
  continue: 'Go on with the next step',
  branch: 'Do other steps, then go on',
};
const usual = retryPolicySchema.parse({});
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DELAYS = [0, SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, 60 * MINUTE];
const LIMITS = [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 25 * MINUTE];

/** What follows a failure, in a few words. */
export function failureLine({ onError, retry, timeoutMs }: StepDraft): string {
  const tries = retry === null ? '' : retry.maxAttempts === 1 ? ', tried once' : `, tried ${retry.maxAttempts} times`;
  const time = timeoutMs === null ? '' : `, at most ${timeWords(timeoutMs)}`;
  return `${FOLLOWS[onError]}${tries}${time}`;
}

/** How often it is tried, how long it may take, and what follows when it has failed for good. */
export function StepFailure({ step, type, onChange }: StepFailureProps) {
  const { onError, onUnknown, errorSteps } = step;
  const own = useProblem('onError');
  const ofSteps = useProblem('errorSteps');
  return (
    <div className={classes.stack}>
      <NativeSelect
        label="When it has failed for good"
        description={
          onError === 'branch'
            ? errorSteps.length === 0
              ? 'Add those steps in the list, under “If it fails”.'
              : 'Those steps can read what went wrong.'
            : undefined
        }
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={own ?? ofSteps}
        value={onError}
        data={onErrorSchema.options.map((value) => ({ value, label: FOLLOWS[value] }))}
        onChange={(event) => onChange({ ...step, onError: onErrorSchema.parse(event.currentTarget.value) })}
      />
      <Tries step={step} onChange={onChange} />
      {type?.kind === 'action' && type.effect === 'once' && (
        <NativeSelect
          label="If nobody can tell whether it was done"
          description="As when the line is cut while an e-mail is sent"
          value={onUnknown}
          data={[
            { value: 'ask', label: 'Ask a person' },
            { value: 'retry', label: 'Do it again, perhaps twice' },
          ]}
          onChange={(event) =>
            onChange({ ...step, onUnknown: event.currentTarget.value === 'retry' ? 'retry' : 'ask' })
          }
        />
      )}
    </div>
  );
}

function Tries({ step, onChange }: Omit<StepFailureProps, 'type'>) {
  const { retry, timeoutMs } = step;
  const retryProblem = useProblem('retry', true);
  const timeProblem = useProblem('timeoutMs');
  const set = (part: Partial<RetryPolicy>) => {
    const next = { ...(retry ?? usual), ...part };
    onChange({ ...step, retry: { ...next, maxDelayMs: Math.max(next.maxDelayMs, next.baseDelayMs) } });
  };
  return (
    <div className={classes.two}>
      <NumberInput
        label="Tries, the first one included"
        min={1}
        max={10}
        clampBehavior="strict"
        hideControls
        placeholder="As usual"
        error={retryProblem}
        value={retry?.maxAttempts ?? ''}
        onChange={(count) =>
          typeof count === 'number' ? set({ maxAttempts: count }) : onChange({ ...step, retry: null })
        }
      />
      <NativeSelect
        label="Pause before the second try"
        description="Then twice as long each time"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        disabled={retry === null || retry.maxAttempts === 1}
        value={String((retry ?? usual).baseDelayMs)}
        data={timeChoices(DELAYS, (retry ?? usual).baseDelayMs).map(({ value, label }) =>
          value === '0' ? { value, label: 'None' } : { value, label },
        )}
        onChange={(event) => set({ baseDelayMs: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label="Each try may take"
        error={timeProblem}
        value={timeoutMs === null ? '' : String(timeoutMs)}
        data={[{ value: '', label: 'As long as usual' }, ...timeChoices(LIMITS, timeoutMs)]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange({ ...step, timeoutMs: chosen === '' ? null : Number(chosen) });
        }}
      />
    </div>
  );
}

import { NativeSelect, NumberInput, Switch } from '@mantine/core';
import { type ApprovalRule, approvalRuleSchema } from '@model/policy.ts';
import type { StepDraft } from '@model/step.ts';
import { useProblem } from './param-context.ts';
import { ParamPeople } from './param-known.tsx';
import classes from './step-form.module.css';
import { timeChoices, timeWords } from './step-form-times.ts';

interface StepApprovalProps {
  readonly step: StepDraft;
  onChange(step: StepDraft): void;
}

const usual = approvalRuleSchema.parse({});
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WAITS = [HOUR, 4 * HOUR, DAY, 2 * DAY, 3 * DAY, 14 * DAY, 30 * DAY];

/** Whether people are asked, in a few words. */
export function approvalLine({ requiresApproval, approval }: StepDraft): string {
  if (!requiresApproval && approval === null) return 'Only where your rules want it';
  const { needed, approvers, timeoutMs } = approval ?? usual;
  const who = approvers.length === 0 ? 'somebody of the team' : `${approvers.length} of the team`;
  const until = timeoutMs === null ? '' : `, for ${timeWords(timeoutMs)}`;
  return needed > 1
    ? `${needed} of ${who === 'somebody of the team' ? 'the team' : who} have to say yes${until}`
    : `Asks ${who}${until}`;
}

/** Whether people are asked before it is done: who, how many, and what silence means. */
export function StepApproval({ step, onChange }: StepApprovalProps) {
  const { requiresApproval, approval } = step;
  const problem = useProblem('requiresApproval');
  const whole = useProblem('approval', true);
  const isAsked = requiresApproval || approval !== null;
  const rule = approval ?? usual;
  const set = (part: Partial<ApprovalRule>) =>
    onChange({ ...step, requiresApproval: true, approval: { ...rule, ...part } });
  return (
    <div className={classes.stack}>
      <Switch
        label="Ask for a yes before this is done"
        description="What it is about to do is shown, and can be changed or turned down."
        error={problem ?? whole}
        checked={isAsked}
        onChange={(event) => onChange({ ...step, requiresApproval: event.currentTarget.checked, approval: null })}
      />
      {isAsked && (
        <>
          <ParamPeople
            path="approval.approvers"
            label="Who is asked"
            help={rule.approvers.length === 0 ? 'Nobody chosen: everybody whose role allows it' : null}
            isRequired={false}
            value={rule.approvers}
            onChange={(approvers) => set({ approvers: approvers ?? [] })}
          />
          <div className={classes.two}>
            <NumberInput
              label="How many have to say yes"
              min={1}
              max={10}
              clampBehavior="strict"
              hideControls
              value={rule.needed}
              onChange={(needed) => typeof needed === 'number' && set({ needed })}
            />
            <NativeSelect
              label="They have"
              value={rule.timeoutMs === null ? '' : String(rule.timeoutMs)}
              data={[{ value: '', label: '7 days (as usual)' }, ...timeChoices(WAITS, rule.timeoutMs)]}
              onChange={(event) => {
                const chosen = event.currentTarget.value;
                set({ timeoutMs: chosen === '' ? null : Number(chosen) });
              }}
            />
            <NativeSelect
              label="If nobody answers"
              value={rule.onExpiry}
              data={[
                { value: 'reject', label: 'It is not done' },
                { value: 'approve', label: 'It is done (not where the risk is high)' },
              ]}
              onChange={(event) => set({ onExpiry: event.currentTarget.value === 'approve' ? 'approve' : 'reject' })}
            />
          </div>
        </>
      )}
    </div>
  );
}

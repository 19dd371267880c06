import type { StepDraft } from '@model/step.ts';
import { Eye } from 'lucide-react';
import { ruleWords, toFields } from '../../../lib/policy-words.ts';
import { riskLook, riskOf } from '../../../lib/risk.ts';
import type { StepType } from '../../../lib/step-types.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import classes from './step-form.module.css';

interface StepEffectProps {
  readonly step: StepDraft;
  readonly type: StepType;
}

/** What the step does to the outside, and what the policy makes of that, in a line. */
export function StepEffect({ step, type }: StepEffectProps) {
  const tenant = useTenant();
  if (type.effect === 'none') {
    return (
      <div className={classes.effect}>
        <Eye size={16} aria-hidden />
        <span>It only looks or works something out. Nothing outside is changed.</span>
      </div>
    );
  }
  const risk = riskOf(step);
  const { icon: Icon, word } = riskLook[risk];
  const policy = tenant === null ? '' : ruleWords(toFields(tenant.policy)[risk], tenant.currency);
  return (
    <div className={classes.effect}>
      <Icon size={16} aria-hidden />
      <span>
        <strong>{word}.</strong> It acts on the outside. {policy}
      </span>
    </div>
  );
}

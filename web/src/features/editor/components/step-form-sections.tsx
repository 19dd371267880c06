import { Accordion } from '@mantine/core';
import type { StepDraft } from '@model/step.ts';
import { type ReactNode, useState } from 'react';
import { conditionWords } from '../../../lib/condition-words.ts';
import type { StepType } from '../../../lib/step-types.ts';
import { ConditionField } from './condition-field.tsx';
import { useParamContext } from './param-context.ts';
import classes from './step-form.module.css';
import { approvalLine, StepApproval } from './step-form-approval.tsx';
import { failureLine, StepFailure } from './step-form-failure.tsx';

interface StepSectionsProps {
  readonly step: StepDraft;
  readonly type: StepType | undefined;
  onChange(step: StepDraft): void;
  /** The name of the step, and who does it. */
  readonly children: ReactNode;
}

/** What is the same for every step: when it is done, who is asked, what follows a failure, what it is called. */
export function StepSections({ step, type, onChange, children }: StepSectionsProps) {
  const [open, setOpen] = useState<string[]>([]);
  const { condition, requiresApproval, approval } = step;
  const acts = type?.kind === 'action' && type.effect !== 'none';
  const isAsked = requiresApproval || approval !== null;
  return (
    <Accordion
      multiple
      value={open}
      onChange={setOpen}
      className={classes.sections}
      classNames={{ control: classes.control }}
      styles={{ content: { padding: '4px 4px 18px' }, label: { padding: 0 } }}
      transitionDuration={120}
    >
      <Part
        name="condition"
        isOpen={open.includes('condition')}
        title="Only if"
        line={conditionLine(condition)}
        at={['condition']}
      >
        <ConditionField
          label="It is done where"
          help="Else it is skipped, and the next step follows."
          path="condition"
          value={condition}
          onChange={(next) => onChange({ ...step, condition: next })}
        />
      </Part>
      {(acts || isAsked) && (
        <Part
          name="approval"
          isOpen={open.includes('approval')}
          title="Ask for a yes first"
          line={approvalLine(step)}
          at={['approval', 'requiresApproval']}
        >
          <StepApproval step={step} onChange={onChange} />
        </Part>
      )}
      <Part
        name="failure"
        isOpen={open.includes('failure')}
        title="If it fails"
        line={failureLine(step)}
        at={['onError', 'retry', 'timeoutMs', 'onUnknown', 'errorSteps']}
      >
        <StepFailure step={step} type={type} onChange={onChange} />
      </Part>
      <Part name="name" isOpen={open.includes('name')} title="Name and agent" line={step.id ?? ''} at={['id', 'agent']}>
        {children}
      </Part>
    </Accordion>
  );
}

function conditionLine(condition: string | null): string {
  if (condition === null) return 'Always';
  return conditionWords(condition) ?? condition;
}

interface PartProps {
  readonly name: string;
  readonly title: string;
  readonly isOpen: boolean;
  /** How it stands, in a few words. */
  readonly line: string;
  /** The fields of the step that it holds. */
  readonly at: readonly string[];
  readonly children: ReactNode;
}

function Part({ name, title, isOpen, line, at, children }: PartProps) {
  const { problems } = useParamContext();
  const problem = problems.find(({ path }) => at.includes(path.split('.')[0] ?? ''));
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        <span className={classes.title}>
          <strong>{title}</strong>
          {!isOpen && <span className={problem && classes.wrong}>{problem?.message ?? line}</span>}
        </span>
      </Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  );
}

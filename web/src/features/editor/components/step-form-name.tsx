import { NativeSelect, TextInput } from '@mantine/core';
import { agentIdSchema, agentIds } from '@model/agent.ts';
import { stepIdSchema } from '@model/ids.ts';
import { allSteps, type StepDraft } from '@model/step.ts';
import { useState } from 'react';
import { agentNames, agentRoles } from '../../../lib/words.ts';
import type { Edited } from '../api/edited.ts';
import { useProblem } from './param-context.ts';
import classes from './step-form.module.css';

interface StepNameProps {
  readonly step: StepDraft;
  readonly edited: Edited;
  onChange(step: StepDraft): void;
  onRename(id: string): void;
}

/** What later steps call it by, and who does it. */
export function StepName({ step, edited, onChange, onRename }: StepNameProps) {
  const { id = '', agent } = step;
  const [typed, setTyped] = useState({ id, text: id });
  const problem = useProblem('id');
  const agentProblem = useProblem('agent');
  const text = typed.id === id ? typed.text : id;
  const wrong = wrongWith(text, id, edited);
  const commit = () => {
    if (text === id) return;
    if (wrong !== null) setTyped({ id, text: id });
    else onRename(text);
  };
  return (
    <div className={classes.two}>
      <TextInput
        label="Name"
        description="Later steps read what it gives by this name. They follow when it changes."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={text}
        maxLength={64}
        error={wrong ?? problem}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped({ id, text: event.currentTarget.value.replaceAll(/\s/g, '_') })}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setTyped({ id, text: id });
        }}
      />
      <NativeSelect
        label="Done by"
        description="Whose work it is: its result can be read by the agent’s name, too."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={agent ?? ''}
        error={agentProblem}
        data={[
          { value: '', label: 'No agent in particular' },
          ...agentIds.map((one) => ({ value: one, label: `${agentNames[one]} (${agentRoles[one]})` })),
        ]}
        onChange={(event) =>
          onChange({ ...step, agent: agentIdSchema.safeParse(event.currentTarget.value).data ?? null })
        }
      />
    </div>
  );
}

function wrongWith(text: string, id: string, { steps, onFailure }: Edited): string | null {
  if (text === id) return null;
  if (!stepIdSchema.safeParse(text).success) return 'Letters, digits, - and _, 64 at most';
  const isTaken = allSteps([...steps, ...onFailure]).some((one) => one.id === text);
  return isTaken ? 'Another step has this name' : null;
}

import { Button, Text, Title } from '@mantine/core';
import { ArrowLeft, MousePointerClick } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { StepIcon } from '../../../components/flow/step-icon.tsx';
import { EmptyState } from '../../../components/ui/states.tsx';
import type { StepTypes } from '../../../lib/step-types.ts';
import { stepWords } from '../../../lib/words.ts';
import type { Edited } from '../api/edited.ts';
import { renameStep } from '../api/scope-rename.ts';
import { isSame, keyOfSelection, type PlacedProblem, type Selection } from '../api/selection.ts';
import { changeStep, stepById } from '../api/step-tree.ts';
import type { Editing } from '../api/use-editor.ts';
import classes from './editor.module.css';
import { GeneralForm } from './general-form.tsx';
import { InputsForm } from './inputs-form.tsx';
import rows from './outline.module.css';
import { StepForm } from './step-form.tsx';
import { TriggerForm } from './trigger-form.tsx';

interface SelectedFormProps {
  readonly playbookId: string;
  readonly editing: Editing;
  readonly types: StepTypes;
  readonly selection: Selection | null;
  onSelect(selection: Selection | null): void;
  /** Whether the form was asked for, and so gets the focus. */
  readonly isJump: boolean;
}

/** The form of whatever is selected. */
export function SelectedForm(props: SelectedFormProps) {
  const { selection, editing, isJump, onSelect } = props;
  const frame = useRef<HTMLDivElement>(null);
  const key = selection === null ? '' : keyOfSelection(selection);
  useEffect(() => {
    if (isJump && key !== '') frame.current?.focus();
  }, [isJump, key]);
  if (selection === null || (selection.kind === 'step' && stepById(editing.edited, selection.id) === null)) {
    return (
      <div className={classes.form}>
        <EmptyState icon={MousePointerClick} title="Choose a part">
          What it says is shown here.
        </EmptyState>
      </div>
    );
  }
  return (
    <section ref={frame} className={classes.form} tabIndex={-1} aria-label={titleOf(editing.edited, selection)}>
      <Button
        hiddenFrom="md"
        variant="subtle"
        mb="sm"
        ml={-12}
        leftSection={<ArrowLeft size={16} aria-hidden />}
        onClick={() => onSelect(null)}
      >
        All parts
      </Button>
      <Whole key={selection.kind === 'step' ? 'step' : key} {...props} selection={selection} />
    </section>
  );
}

type WholeProps = SelectedFormProps & { readonly selection: Selection };

function Whole(props: WholeProps): ReactNode {
  const { editing, selection } = props;
  const { edited, change } = editing;
  const problems = editing.problems.filter(({ where }) => isSame(where, selection));
  switch (selection.kind) {
    case 'general':
      return (
        <Frame title="About this playbook">
          <GeneralForm edited={edited} problems={problems} onChange={change} />
        </Frame>
      );
    case 'inputs':
      return (
        <Frame title="What it asks for">
          <InputsForm
            inputs={edited.inputs}
            problems={problems}
            onChange={(inputs) => change({ ...edited, inputs }, 'inputs')}
          />
        </Frame>
      );
    case 'trigger':
      return <TriggerPart {...props} index={selection.index} problems={problems} />;
    case 'step':
      return <StepPart {...props} id={selection.id} problems={problems} />;
  }
}

interface PartProps extends SelectedFormProps {
  readonly problems: readonly PlacedProblem[];
}

function TriggerPart({ editing, index, problems, onSelect }: PartProps & { readonly index: number }) {
  const { edited, change, check } = editing;
  const trigger = edited.triggers[index];
  if (trigger === undefined) return null;
  const next = check.schedules.filter(({ triggerId }) => triggerId === (trigger.id ?? trigger.type));
  return (
    <Frame title="What starts it">
      <TriggerForm
        trigger={trigger}
        problems={problems}
        next={next.flatMap((schedule) => schedule.next)}
        onChange={(changed) =>
          change({ ...edited, triggers: edited.triggers.with(index, changed) }, `trigger:${index}`)
        }
        onDelete={() => {
          change({ ...edited, triggers: edited.triggers.toSpliced(index, 1) }, null);
          onSelect(null);
        }}
      />
    </Frame>
  );
}

function StepPart({ playbookId, editing, types, id, problems, onSelect }: PartProps & { readonly id: string }) {
  const { edited, change } = editing;
  const step = stepById(edited, id);
  if (step === null) return null;
  const type = types.get(step.action);
  const set = (next: typeof step) =>
    change(
      changeStep(edited, id, () => next),
      `step:${id}`,
    );
  return (
    <Frame title={stepWords(step).title} icon={<StepIcon action={step.action} />} about={type?.description}>
      <StepForm
        playbookId={playbookId}
        step={step}
        type={type}
        edited={edited}
        problems={problems}
        onChange={set}
        onRename={(name) => {
          change(renameStep(edited, id, name), `rename:${id}`);
          onSelect({ kind: 'step', id: name });
        }}
      />
    </Frame>
  );
}

interface FrameProps {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly about?: string | undefined;
  readonly children: ReactNode;
}

function Frame({ title, icon, about, children }: FrameProps) {
  return (
    <>
      <div className={classes.formHead}>
        {icon !== undefined && <span className={rows.rowIcon}>{icon}</span>}
        <div style={{ minWidth: 0 }}>
          <Title order={2}>{title}</Title>
          {about !== undefined && (
            <Text size="sm" c="dimmed" mt={2}>
              {about}
            </Text>
          )}
        </div>
      </div>
      {children}
    </>
  );
}

function titleOf(edited: Edited, selection: Selection): string {
  switch (selection.kind) {
    case 'general':
      return 'About this playbook';
    case 'inputs':
      return 'What it asks for';
    case 'trigger':
      return 'What starts it';
    case 'step': {
      const step = stepById(edited, selection.id);
      return step === null ? 'Step' : stepWords(step).title;
    }
  }
}

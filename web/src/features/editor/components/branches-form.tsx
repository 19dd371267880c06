import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { ProblemDetail } from '@model/problem.ts';
import type { StepDraft } from '@model/step.ts';
import { Plus, Trash2 } from 'lucide-react';
import { freeId } from '../api/step-tree.ts';
import { ConditionField } from './condition-field.tsx';
import classes from './editor.module.css';

interface BranchesFormProps {
  readonly step: StepDraft;
  readonly problems: readonly ProblemDetail[];
  onChange(step: StepDraft): void;
}

const MOST = 20;

/** The ways of a step that has several: what each is called, and for `branch` when it is taken. */
export function BranchesForm({ step, problems, onChange }: BranchesFormProps) {
  const { branches, action } = step;
  const problemAt = (path: string) => problems.find((problem) => problem.path === path)?.message;
  const set = (index: number, part: Partial<StepDraft['branches'][number]>) =>
    onChange({ ...step, branches: branches.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const add = () => {
    const id = freeId(new Set(branches.map((branch) => branch.id)), 'way');
    onChange({ ...step, branches: [...branches, { id, condition: null, steps: [] }] });
  };
  return (
    <div style={{ marginTop: 24 }}>
      <Text fw={600}>Ways</Text>
      <Text size="sm" c="dimmed" mb="sm">
        {action === 'branch'
          ? 'The first one whose condition holds is taken. One without a condition always is.'
          : 'All of them are gone at once.'}{' '}
        Their steps are in the list.
      </Text>
      {branches.map((branch, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its name is what is typed
        <fieldset key={index} className={classes.block} aria-label={branch.id || `Way ${index + 1}`}>
          <Stack gap="sm">
            <TextInput
              label="Name"
              maxLength={64}
              value={branch.id}
              error={problemAt(`branches.${index}.id`)}
              onChange={({ currentTarget }) => set(index, { id: currentTarget.value.replaceAll(/[^\w-]+/g, '_') })}
            />
            {action === 'branch' && (
              <ConditionField
                label="If"
                help={null}
                path={`branches.${index}.condition`}
                value={branch.condition}
                onChange={(condition) => set(index, { condition })}
              />
            )}
            <Group justify="flex-end">
              <Button
                variant="subtle"
                color="red"
                size="xs"
                leftSection={<Trash2 size={14} aria-hidden />}
                onClick={() => onChange({ ...step, branches: branches.filter((_, at) => at !== index) })}
              >
                Take it away, with its steps
              </Button>
            </Group>
          </Stack>
        </fieldset>
      ))}
      {branches.length < MOST && (
        <Button mt="sm" variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={add}>
          Add a way
        </Button>
      )}
    </div>
  );
}

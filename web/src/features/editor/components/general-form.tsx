import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { agentIdSchema, agentIds } from '@model/agent.ts';
import { overlapSchema } from '@model/playbook.ts';
import type { ProblemDetail } from '@model/problem.ts';
import { agentNames, agentRoles, humanize } from '../../../lib/words.ts';
import type { Edited } from '../api/edited.ts';

interface GeneralFormProps {
  readonly edited: Edited;
  readonly problems: readonly ProblemDetail[];
  onChange(edited: Edited, field: string): void;
}

const CATEGORIES = ['general', 'intelligence', 'marketing', 'operations', 'pricing', 'sales', 'service', 'finance'];

/** What the playbook is called, whose it is, and what it does when it would run twice at once. */
export function GeneralForm({ edited, problems, onChange }: GeneralFormProps) {
  const problemAt = (path: string) => problems.find((problem) => problem.path === path)?.message;
  const { name, description, category, agent, overlap } = edited;
  const categories = CATEGORIES.includes(category) ? CATEGORIES : [category, ...CATEGORIES];
  return (
    <Stack gap="md">
      <TextInput
        label="Name"
        maxLength={120}
        value={name}
        error={name.trim() === '' ? 'Give it a name' : problemAt('name')}
        onChange={({ currentTarget }) => onChange({ ...edited, name: currentTarget.value }, 'name')}
      />
      <Textarea
        label="What it is for"
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={10}
        value={description}
        error={problemAt('description')}
        onChange={({ currentTarget }) => onChange({ ...edited, description: currentTarget.value }, 'description')}
      />
      <NativeSelect
        label="Category"
        value={category}
        error={problemAt('category')}
        data={categories.map((value) => ({ value, label: humanize(value) }))}
        onChange={({ currentTarget }) => onChange({ ...edited, category: currentTarget.value }, 'category')}
      />
      <NativeSelect
        label="Who does it"
        description="The agent in whose name it is told, where a step has none of its own"
        value={agent ?? ''}
        data={[
          { value: '', label: 'Nobody in particular' },
          ...agentIds.map((id) => ({ value: id, label: `${agentNames[id]}, ${agentRoles[id].toLowerCase()}` })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...edited, agent: agentIdSchema.safeParse(value).data ?? null }, 'agent')
        }
      />
      <NativeSelect
        label="If it is to start while it still runs"
        value={overlap ?? ''}
        data={[
          { value: '', label: 'A schedule skips that time, all else runs beside it' },
          { value: 'skip', label: 'Skip it' },
          { value: 'queue', label: 'Wait its turn' },
          { value: 'cancel_previous', label: 'Stop the one before' },
          { value: 'allow', label: 'Run both' },
        ]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...edited, overlap: overlapSchema.safeParse(value).data ?? null }, 'overlap')
        }
      />
    </Stack>
  );
}

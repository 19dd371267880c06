import { Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { agentIds } from '@model/agent.ts';
import { prioritySchema } from '@model/task.ts';
import { type FormEvent, useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { showFieldErrors } from '../../../lib/form-errors.ts';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { agentNames, agentRoles, priorityWords } from '../../../lib/words.ts';
import { createTask, type TaskDraft } from '../api/change-task.ts';

interface NewTaskProps {
  onMade(taskId: string): void;
  onClose(): void;
}

const ANYBODY = '';

/** Asks an agent or a person for something, in plain words. */
export default function NewTask({ onMade, onClose }: NewTaskProps) {
  const { api } = useSession();
  const [draft, setDraft] = useState({
    title: '',
    description: '',
    priority: 'normal',
    who: ANYBODY,
    requiresApproval: false,
  });
  const [errors, setErrors] = useState<Record<string, string>>({});
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const command = useCommand(
    useCallback(async (task: TaskDraft) => onMade(await createTask(api, task)), [api, onMade]),
    'The task was not made',
    (error) => showFieldErrors(error, setErrors),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { who, ...rest } = draft;
    const agent = agentIds.find((id) => id === who) ?? null;
    void command.run({ ...rest, assignedAgent: agent, assignedTo: agent === null && who !== ANYBODY ? who : null });
  };
  return (
    <Dialog title="New task" onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="What is to be done?"
            required
            maxLength={200}
            value={draft.title}
            error={errors.title}
            onChange={({ currentTarget }) => change({ title: currentTarget.value })}
            data-autofocus
          />
          <Textarea
            label="More about it"
            autosize
            minRows={3}
            maxLength={10_000}
            value={draft.description}
            error={errors.description}
            onChange={({ currentTarget }) => change({ description: currentTarget.value })}
          />
          <Who value={draft.who} onChange={(who) => change({ who })} />
          <NativeSelect
            label="How urgent is it?"
            value={draft.priority}
            onChange={({ currentTarget }) => change({ priority: currentTarget.value })}
            data={prioritySchema.options.map((value) => ({ value, label: priorityWords[value] }))}
          />
          <Checkbox
            label="Ask for a yes before anything is done"
            checked={draft.requiresApproval}
            onChange={({ currentTarget }) => change({ requiresApproval: currentTarget.checked })}
          />
        </Stack>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={command.busy} disabled={draft.title.trim() === ''}>
            Make task
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

/** The agents, and the people of the team. */
function Who({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
  const { uid } = useSession();
  const people = usePeople();
  const agents = agentIds.map((id) => ({ value: id, label: `${agentNames[id]}: ${agentRoles[id].toLowerCase()}` }));
  return (
    <NativeSelect
      label="Who is to do it?"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={[
        { value: ANYBODY, label: 'Whoever takes it' },
        { group: 'Agents', items: agents },
        {
          group: 'People',
          items: (people ?? []).map((one) => ({ value: one.uid, label: one.uid === uid ? 'Me' : one.name })),
        },
      ]}
    />
  );
}

import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import type { ActionPlan } from '@model/action-plan.ts';
import { prioritySchema } from '@model/task.ts';
import { type FormEvent, useCallback, useState } from 'react';
import { dayOf } from '../../../lib/days.ts';
import { showFieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { MAX_TITLE, newTask, type TaskDraft } from '../api/plan-draft.ts';
import { addTask } from '../api/plans.ts';
import classes from './plan.module.css';
import { Assignee } from './plan-tasks.tsx';
import { priorityOptions } from './plan-what-and-when.tsx';

interface AddPlanTaskProps {
  readonly planId: string;
  readonly plan: ActionPlan;
  onClose(): void;
}

/** One more task for a plan. */
export function AddPlanTask({ planId, plan, onClose }: AddPlanTaskProps) {
  const { api, tenant } = useSession();
  const today = dayOf(new Date(), tenant.timezone);
  const end = plan.endsAt === null ? today : dayOf(plan.endsAt, tenant.timezone);
  const [, latest = today] = [today, end].toSorted();
  const [task, setTask] = useState(() => newTask('added', latest));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const change = (part: Partial<TaskDraft>) => setTask((before) => ({ ...before, ...part }));
  const command = useCommand(
    useCallback(
      async ({ title, priority, dueOn, assignedTo }: TaskDraft) => {
        await addTask(api, planId, { title: title.trim(), priority, dueOn, assignedTo: assignedTo || null });
        onClose();
      },
      [api, planId, onClose],
    ),
    'The task was not added',
    (error) => showFieldErrors(error, setErrors),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void command.run(task);
  };
  return (
    <form onSubmit={submit} className={classes.task} aria-label={`Add a task: ${plan.title}`}>
      <TextInput
        label="What is to be done"
        maxLength={MAX_TITLE}
        value={task.title}
        error={errors.title}
        autoFocus
        onChange={({ currentTarget }) => change({ title: currentTarget.value })}
      />
      <div className={classes.taskFields}>
        <TextInput
          type="date"
          label="Due"
          value={task.dueOn}
          error={errors.dueOn}
          onChange={({ currentTarget }) => change({ dueOn: currentTarget.value })}
        />
        <NativeSelect
          label="Priority"
          value={task.priority}
          data={priorityOptions}
          onChange={({ currentTarget }) => change({ priority: prioritySchema.parse(currentTarget.value) })}
        />
        <Assignee
          label="Who"
          value={task.assignedTo}
          error={errors.assignedTo}
          onChange={(assignedTo) => change({ assignedTo })}
        />
      </div>
      <Group justify="flex-end">
        <Button size="xs" variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button size="xs" type="submit" loading={command.busy} disabled={task.title.trim() === '' || task.dueOn === ''}>
          Add task
        </Button>
      </Group>
    </form>
  );
}

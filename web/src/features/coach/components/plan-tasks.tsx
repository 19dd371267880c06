import { ActionIcon, Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { MAX_FIRST_TASKS } from '@model/action-plan.ts';
import { prioritySchema } from '@model/task.ts';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { MAX_TITLE, moved, newTask, type TaskDraft } from '../api/plan-draft.ts';
import classes from './plan.module.css';
import { type PlanFieldsProps, priorityOptions } from './plan-what-and-when.tsx';

/** What is to be done, in its order: by whom, by when, how urgently. */
export function PlanTasks({ draft, problems, onChange }: PlanFieldsProps) {
  const { tasks, startsOn, dueOn } = draft;
  const added = useRef(0);
  const list = useRef<HTMLOListElement>(null);
  const setTasks = (next: readonly TaskDraft[]) => onChange({ tasks: next });
  /** Keeps the focus where the hand is, though its row moves or goes. */
  const focus = (name: string, index: number) =>
    setTimeout(() => list.current?.children[index]?.querySelector<HTMLElement>(`[data-part="${name}"]`)?.focus());
  const add = () => {
    added.current += 1;
    setTasks([...tasks, newTask(`added ${added.current}`, dueOn)]);
    focus('title', tasks.length);
  };
  return (
    <>
      {problems.tasks !== undefined && (
        <Text size="sm" c="var(--bad-ink)" role="alert" mb="sm">
          {problems.tasks}
        </Text>
      )}
      <ol ref={list} className={classes.tasks} aria-label="Tasks">
        {tasks.map((task, index) => (
          <TaskRow
            key={task.key}
            task={task}
            place={{ index, count: tasks.length, startsOn, dueOn }}
            problems={{ title: problems[`tasks.${index}.title`], dueOn: problems[`tasks.${index}.dueOn`] }}
            nobody={problems[`tasks.${index}.assignedTo`]}
            onChange={(part) => setTasks(tasks.with(index, { ...task, ...part }))}
            onMove={(by) => {
              setTasks(moved(tasks, index, by));
              focus(by === 1 ? 'down' : 'up', index + by);
            }}
            onRemove={() => {
              setTasks(tasks.toSpliced(index, 1));
              focus('title', Math.min(index, tasks.length - 2));
            }}
          />
        ))}
      </ol>
      <Button
        variant="default"
        size="xs"
        mt="sm"
        leftSection={<Plus size={15} aria-hidden />}
        disabled={tasks.length >= MAX_FIRST_TASKS}
        onClick={add}
      >
        Add a task
      </Button>
    </>
  );
}

interface TaskRowProps {
  readonly task: TaskDraft;
  readonly place: {
    readonly index: number;
    readonly count: number;
    readonly startsOn: string;
    readonly dueOn: string;
  };
  readonly problems: { readonly title: string | undefined; readonly dueOn: string | undefined };
  readonly nobody: string | undefined;
  onChange(part: Partial<TaskDraft>): void;
  onMove(by: 1 | -1): void;
  onRemove(): void;
}

function TaskRow({ task, place, problems, nobody, onChange, onMove, onRemove }: TaskRowProps) {
  const { index, count, startsOn, dueOn } = place;
  const name = `Task ${index + 1}`;
  return (
    <li className={classes.task}>
      <div className={classes.taskHead}>
        <span aria-hidden>{name}</span>
        <span className={classes.taskWays}>
          <Way label={`Move ${name} up`} part="up" isOff={index === 0} onClick={() => onMove(-1)}>
            <ArrowUp size={16} aria-hidden />
          </Way>
          <Way label={`Move ${name} down`} part="down" isOff={index === count - 1} onClick={() => onMove(1)}>
            <ArrowDown size={16} aria-hidden />
          </Way>
          <Way label={`Remove ${name}`} part="remove" isOff={count === 1} onClick={onRemove}>
            <Trash2 size={16} aria-hidden />
          </Way>
        </span>
      </div>
      <TextInput
        aria-label={`${name}: what is to be done`}
        placeholder="What is to be done"
        data-part="title"
        maxLength={MAX_TITLE}
        value={task.title}
        error={problems.title}
        onChange={({ currentTarget }) => onChange({ title: currentTarget.value })}
      />
      <div className={classes.taskFields}>
        <TextInput
          type="date"
          label="Due"
          aria-label={`${name}: due`}
          min={startsOn}
          max={dueOn}
          value={task.dueOn}
          error={problems.dueOn}
          onChange={({ currentTarget }) => onChange({ dueOn: currentTarget.value })}
        />
        <NativeSelect
          label="Priority"
          aria-label={`${name}: priority`}
          value={task.priority}
          data={priorityOptions}
          onChange={({ currentTarget }) => onChange({ priority: prioritySchema.parse(currentTarget.value) })}
        />
        <Assignee
          label={`${name}: who does it`}
          value={task.assignedTo}
          error={nobody}
          onChange={(assignedTo) => onChange({ assignedTo })}
        />
      </div>
    </li>
  );
}

interface WayProps {
  readonly label: string;
  readonly part: string;
  readonly isOff: boolean;
  readonly children: React.ReactNode;
  onClick(): void;
}

/** A small button; one that is switched off keeps the focus. */
function Way({ label, part, isOff, children, onClick }: WayProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={32}
      aria-label={label}
      title={label}
      data-part={part}
      aria-disabled={isOff}
      {...(isOff ? { 'data-disabled': true } : { onClick })}
    >
      {children}
    </ActionIcon>
  );
}

interface AssigneeProps {
  readonly label: string;
  readonly value: string;
  readonly error?: string | undefined;
  onChange(uid: string): void;
}

/** Somebody of the team, or nobody yet. */
export function Assignee({ label, value, error, onChange }: AssigneeProps) {
  const { uid } = useSession();
  const people = usePeople();
  return (
    <NativeSelect
      label="Who"
      aria-label={label}
      value={value}
      error={error}
      data={[
        { value: '', label: 'Nobody yet' },
        ...(people ?? []).map((one) => ({ value: one.uid, label: one.uid === uid ? 'Me' : one.name })),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

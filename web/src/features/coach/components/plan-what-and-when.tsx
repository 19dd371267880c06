import { NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { MAX_GOAL } from '@model/action-plan.ts';
import { prioritySchema } from '@model/task.ts';
import { useSession } from '../../../lib/session.ts';
import { zoneName } from '../../../lib/time.ts';
import { priorityWords } from '../../../lib/words.ts';
import { MAX_TITLE, type PlanDraft, type PlanProblems } from '../api/plan-draft.ts';

/** A part of the plan that is being made. */
export interface PlanFieldsProps {
  readonly draft: PlanDraft;
  readonly problems: PlanProblems;
  readonly today: string;
  onChange(part: Partial<PlanDraft>): void;
}

export const priorityOptions = prioritySchema.options.map((value) => ({ value, label: priorityWords[value] }));

/** What it is about. */
export function PlanDetails({ draft, problems, onChange }: PlanFieldsProps) {
  return (
    <Stack>
      <TextInput
        label="Title"
        required
        maxLength={MAX_TITLE}
        value={draft.title}
        error={problems.title}
        onChange={({ currentTarget }) => onChange({ title: currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="Note"
        description="What it is to reach, and why"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={MAX_GOAL}
        value={draft.goal}
        error={problems.goal}
        onChange={({ currentTarget }) => onChange({ goal: currentTarget.value })}
      />
      <NativeSelect
        label="Priority"
        value={draft.priority}
        error={problems.priority}
        data={priorityOptions}
        onChange={({ currentTarget }) => onChange({ priority: prioritySchema.parse(currentTarget.value) })}
      />
    </Stack>
  );
}

/** From when until when. */
export function PlanTimeline({ draft, problems, today, onChange }: PlanFieldsProps) {
  const { tenant } = useSession();
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          type="date"
          label="First day"
          required
          value={draft.startsOn}
          error={problems.startsOn}
          onChange={({ currentTarget }) => onChange({ startsOn: currentTarget.value })}
        />
        <TextInput
          type="date"
          label="Last day"
          required
          min={draft.startsOn > today ? draft.startsOn : today}
          value={draft.dueOn}
          error={problems.dueOn}
          onChange={({ currentTarget }) => onChange({ dueOn: currentTarget.value })}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        Days are those of {zoneName(tenant.timezone)}. When the first day changes, the days of the tasks move with it.
      </Text>
    </Stack>
  );
}

import { Badge } from '@mantine/core';
import type { Task } from '@model/task.ts';
import { priorityWords } from '../../../lib/words.ts';

/** What is out of the ordinary about it: how urgent it is, and that it was only rehearsed. */
export function TaskMarks({ task: { priority, isDryRun } }: { readonly task: Task }) {
  const isUrgent = priority === 'urgent';
  return (
    <>
      {(isUrgent || priority === 'high') && (
        <Badge size="sm" color={isUrgent ? 'red' : 'orange'} variant="dot">
          {priorityWords[priority]}
        </Badge>
      )}
      {isDryRun && (
        <Badge size="sm" color="blue" variant="dot">
          Dry run
        </Badge>
      )}
    </>
  );
}

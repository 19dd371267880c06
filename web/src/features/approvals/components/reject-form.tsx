import { Button, Chip, Group, Textarea } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import { X } from 'lucide-react';
import { useId } from 'react';
import classes from './approvals.module.css';

const common = ['Not now', 'Wrong people', 'The text is not right', 'We do it ourselves'];

interface RejectFormProps {
  readonly kind: Approval['kind'];
  readonly reason: string;
  readonly busy: boolean;
  onReason(reason: string): void;
  onConfirm(): void;
  onBack(): void;
}

/** A no, with a reason if one wants to give it. Escape goes back. */
export function RejectForm({ kind, reason, busy, onReason, onConfirm, onBack }: RejectFormProps) {
  const label = useId();
  const isQuestion = kind === 'question';
  return (
    <form
      className={classes.panel}
      aria-labelledby={label}
      onKeyDown={(event) => event.key === 'Escape' && onBack()}
      onSubmit={(event) => {
        event.preventDefault();
        onConfirm();
      }}
    >
      <div id={label} className={classes.panelTitle}>
        {isQuestion ? 'Decline to answer?' : 'Say no to this?'}
      </div>
      {!isQuestion && (
        <Group gap={6} role="group" aria-label="Common reasons">
          {common.map((words) => (
            <Chip
              key={words}
              size="xs"
              variant="outline"
              checked={reason === words}
              onChange={() => onReason(reason === words ? '' : words)}
            >
              {words}
            </Chip>
          ))}
        </Group>
      )}
      <Textarea
        label="Reason"
        description="Optional; the playbook’s owner reads it"
        autosize
        minRows={1}
        maxLength={2_000}
        autoFocus
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Shift starts a new line.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onConfirm();
        }}
      />
      <Group gap="xs">
        <Button type="submit" color="red" loading={busy} leftSection={<X size={16} aria-hidden />}>
          {isQuestion ? 'Decline' : 'Reject'}
        </Button>
        <Button variant="default" disabled={busy} onClick={onBack}>
          Back
        </Button>
      </Group>
    </form>
  );
}

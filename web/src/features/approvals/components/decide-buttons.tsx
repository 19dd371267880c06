import { Button } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import { Check, PencilLine, RotateCw, Undo2, X } from 'lucide-react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import classes from './approvals.module.css';

const answers = {
  request: { yes: 'Approve', no: 'Reject', icon: Check },
  act: { yes: 'Approve', no: 'Reject', icon: Check },
  unknown_outcome: { yes: 'Do it again', no: 'Count it as done', icon: RotateCw },
  question: { yes: 'Answer', no: 'Decline to answer', icon: Check },
} as const;

interface DecideButtonsProps {
  readonly kind: Approval['kind'];
  /** Null: one is on its page. */
  readonly executionId: string | null;
  readonly busy: boolean;
  readonly mayApprove: boolean;
  readonly mayEdit: boolean;
  readonly isEditing: boolean;
  onYes(): void;
  onNo(): void;
  onEdit(): void;
}

/** Yes, no, change it first. The keys that they name are those of the inbox. */
export function DecideButtons({
  kind,
  executionId,
  busy,
  mayApprove,
  mayEdit,
  isEditing,
  onYes,
  onNo,
  onEdit,
}: DecideButtonsProps) {
  const { yes, no, icon: Icon } = answers[kind];
  return (
    <div className={classes.buttons}>
      <Button
        className={classes.main}
        leftSection={<Icon size={16} aria-hidden />}
        loading={busy}
        disabled={!mayApprove}
        aria-keyshortcuts="A"
        onClick={onYes}
      >
        {isEditing ? `${yes} as changed` : yes}
      </Button>
      <Button
        className={classes.main}
        variant="default"
        leftSection={kind === 'unknown_outcome' ? <Check size={16} aria-hidden /> : <X size={16} aria-hidden />}
        disabled={busy}
        aria-keyshortcuts="R"
        onClick={onNo}
      >
        {no}
      </Button>
      {mayEdit && (
        <Button
          className={classes.edit}
          variant="subtle"
          leftSection={isEditing ? <Undo2 size={15} aria-hidden /> : <PencilLine size={15} aria-hidden />}
          disabled={busy}
          aria-keyshortcuts="E"
          onClick={onEdit}
        >
          {isEditing ? 'Leave it as it was' : 'Change it first'}
        </Button>
      )}
      {executionId !== null && (
        <ButtonLink
          to="/executions/$executionId"
          params={{ executionId }}
          variant="subtle"
          color="gray"
          aria-keyshortcuts="O"
          className={classes.aside}
        >
          See the execution
        </ButtonLink>
      )}
    </div>
  );
}

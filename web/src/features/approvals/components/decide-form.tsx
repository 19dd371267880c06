import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Approval } from '@model/approval.ts';
import type { JsonObject } from '@model/json.ts';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { AnswerField } from './answer-field.tsx';
import classes from './approvals.module.css';
import { DecideButtons } from './decide-buttons.tsx';
import { deedOf } from './deed.ts';
import { DeedView } from './deed-view.tsx';
import { EditParams } from './edit-params.tsx';
import { RejectForm } from './reject-form.tsx';
import { SureForm } from './sure-form.tsx';
import { useDecision } from './use-decision.ts';

interface DecideFormProps {
  readonly approvalId: string;
  readonly approval: Approval;
  /** What would be done; null where it is no act. */
  readonly params: JsonObject | null;
  readonly mayApprove: boolean;
  /** Whether it stands on the page of its execution. */
  readonly isAtHome: boolean;
  onDecided?(): void;
}

/** What is being done: looked at, said no to with a reason, or asked about once more since it cannot be taken back. */
type Stage = 'look' | 'no' | 'sure';

/** The thing itself, and yes or no to it; what would be done can be changed before the yes. */
export function DecideForm({ approvalId, approval, params, mayApprove, isAtHome, onDecided }: DecideFormProps) {
  const { tenant } = useSession();
  const { kind, choices, action, risk, executionId } = approval;
  const [stage, setStage] = useState<Stage>('look');
  const [isEditing, setIsEditing] = useState(false);
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState('');
  const decision = useDecision({ approvalId, kind, params: isEditing ? params : null, reason, answer, onDecided });
  const { fields, values, errors, busy, problem } = decision;
  // What is being changed is shown as it will be, a moment later: a mail is drawn anew each time.
  const [changed] = useDebouncedValue(decision.changed, 250);
  const shown = (isEditing ? changed : null) ?? params;
  const yes = () => (kind === 'act' && risk === 'high' ? setStage('sure') : decision.decide(true));
  return (
    <>
      {params !== null && isEditing && (
        <div className={classes.deed}>
          <EditParams fields={fields} values={values} errors={errors} onChange={decision.change} />
        </div>
      )}
      {shown !== null && (
        <div className={classes.deed}>
          <DeedView deed={deedOf(action, shown, tenant)} params={shown} />
        </div>
      )}
      {kind === 'question' && <AnswerField choices={choices} value={answer} onChange={setAnswer} />}
      {problem !== null && (
        <div style={{ marginTop: 12 }}>
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm">{problem}</Text>
          </Note>
        </div>
      )}
      {stage === 'no' && (
        <RejectForm
          kind={kind}
          reason={reason}
          busy={busy}
          onReason={setReason}
          onConfirm={() => decision.decide(false)}
          onBack={() => setStage('look')}
        />
      )}
      {stage === 'sure' && (
        <SureForm busy={busy} onConfirm={() => decision.decide(true)} onBack={() => setStage('look')} />
      )}
      {stage === 'look' && (
        <DecideButtons
          kind={kind}
          executionId={isAtHome ? null : executionId}
          busy={busy}
          mayApprove={mayApprove && (kind !== 'question' || answer.trim() !== '')}
          isEditing={isEditing}
          mayEdit={params !== null && mayApprove}
          onYes={yes}
          onNo={() => (kind === 'unknown_outcome' ? decision.decide(false) : setStage('no'))}
          onEdit={() => {
            decision.reset();
            setIsEditing(!isEditing);
          }}
        />
      )}
    </>
  );
}

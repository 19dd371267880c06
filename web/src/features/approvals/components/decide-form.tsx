import { Button, Group, Text, Textarea } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import type { JsonObject } from '@model/json.ts';
import { Check, PencilLine, RotateCw, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { AnswerField } from './answer-field.tsx';
import { EditParams } from './edit-params.tsx';
import { ParamsView } from './params-view.tsx';
import { useDecision } from './use-decision.ts';

const answers = {
  request: { yes: 'Approve', no: 'Reject', icon: Check },
  act: { yes: 'Approve', no: 'Reject', icon: Check },
  unknown_outcome: { yes: 'Do it again', no: 'Count it as done', icon: RotateCw },
  question: { yes: 'Answer', no: 'Decline to answer', icon: Check },
} as const;

interface DecideFormProps {
  readonly approvalId: string;
  readonly kind: Approval['kind'];
  /** Of a question: what there is to choose from. */
  readonly choices: readonly string[];
  /** What would be done; null where it is no act. */
  readonly params: JsonObject | null;
  readonly mayApprove: boolean;
}

/** Yes or no, with a reason if one wants to give it; what would be done can be changed before the yes. */
export function DecideForm({ approvalId, kind, choices, params, mayApprove }: DecideFormProps) {
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState('');
  const [isEditing, setIsEditing] = useState(false);
  const decision = useDecision({ approvalId, kind, params: isEditing ? params : null, reason, answer });
  const { yes, no, icon: Icon } = answers[kind];
  const { fields, values, errors, busy, problem } = decision;
  return (
    <>
      {params !== null && (
        <div style={{ marginTop: 12 }}>
          {isEditing ? (
            <EditParams fields={fields} values={values} errors={errors} onChange={decision.change} />
          ) : (
            <ParamsView params={params} />
          )}
        </div>
      )}
      {kind === 'question' && <AnswerField choices={choices} value={answer} onChange={setAnswer} />}
      <Textarea
        mt="sm"
        label={kind === 'question' ? 'Comment' : 'Reason'}
        description={`Optional; kept with the ${kind === 'question' ? 'answer' : 'decision'}`}
        autosize
        minRows={1}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {problem !== null && (
        <div style={{ marginTop: 12 }}>
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm">{problem}</Text>
          </Note>
        </div>
      )}
      <Group gap="xs" mt="sm">
        <Button
          leftSection={<Icon size={15} aria-hidden />}
          loading={busy}
          disabled={!mayApprove || (kind === 'question' && answer.trim() === '')}
          onClick={() => decision.decide(true)}
        >
          {yes}
        </Button>
        <Button
          variant="default"
          leftSection={kind === 'unknown_outcome' ? <Check size={15} aria-hidden /> : <X size={15} aria-hidden />}
          disabled={busy}
          onClick={() => decision.decide(false)}
        >
          {no}
        </Button>
        {params !== null && mayApprove && (
          <Button
            variant="subtle"
            leftSection={<PencilLine size={15} aria-hidden />}
            disabled={busy}
            onClick={() => {
              decision.reset();
              setIsEditing(!isEditing);
            }}
          >
            {isEditing ? 'Leave it as it was' : 'Change it first'}
          </Button>
        )}
      </Group>
    </>
  );
}

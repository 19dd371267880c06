import type { Approval } from '@model/approval.ts';
import type { JsonObject } from '@model/json.ts';
import { useCallback, useMemo, useState } from 'react';
import { messageOf } from '../../../lib/api.ts';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { decideApproval } from '../api/decide-approval.ts';
import { errorsByField, fieldProblem, fieldsOf, type ParamValues, withValues } from './params-fields.ts';

const said: Record<Approval['kind'], readonly [yes: string, no: string]> = {
  request: ['Approved', 'Rejected'],
  act: ['Approved', 'Rejected'],
  unknown_outcome: ['It will be done again', 'It counts as done'],
  question: ['Answered', 'Declined'],
};

interface DecisionArgs {
  readonly approvalId: string;
  readonly kind: Approval['kind'];
  /** The params that are being changed; null when they are left as they are. */
  readonly params: JsonObject | null;
  readonly reason: string;
  /** To a question. */
  readonly answer: string;
  /** After it was said, whatever it was. */
  readonly onDecided?: (() => void) | undefined;
}

/** What is being decided: the changed params with what is wrong with them, and the answer. */
export function useDecision({ approvalId, kind, params, reason, answer, onDecided }: DecisionArgs) {
  const { api } = useSession();
  const [values, setValues] = useState<ParamValues>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const fields = useMemo(() => (params === null ? [] : fieldsOf(params)), [params]);
  const changed = useMemo(() => (params === null ? null : withValues(params, values)), [params, values]);
  const send = useCommand(
    useCallback(
      async (isYes: boolean, changed: JsonObject | null) => {
        const isOver = await decideApproval(api, approvalId, { isYes, reason, answer, params: changed });
        toastDone(isOver ? said[kind][isYes ? 0 : 1] : 'Your yes counts; somebody else has to say yes, too');
        onDecided?.();
      },
      [api, approvalId, kind, reason, answer, onDecided],
    ),
    'It was not decided',
    (error) => {
      const { byPath, rest } = errorsByField(fieldErrors(error), fields);
      setErrors(byPath);
      const isAtFields = Object.keys(byPath).length > 0 && rest.length === 0;
      setProblem(isAtFields ? 'Look at the marked fields.' : messageOf(error));
      return true;
    },
  );
  function decide(isYes: boolean) {
    setProblem(null);
    const wrong = fields.flatMap((field) => {
      const found = fieldProblem(field, values[field.path] ?? field.value);
      return found === null ? [] : [[field.path, found] as const];
    });
    setErrors(isYes ? Object.fromEntries(wrong) : {});
    if (isYes && wrong.length > 0) return;
    void send.run(isYes, isYes && changed !== params ? changed : null);
  }
  return {
    fields,
    values,
    /** The params with what was typed so far; null when they are left as they are. */
    changed,
    errors,
    problem,
    busy: send.busy,
    decide,
    change: (path: string, value: string | boolean) => setValues((before) => ({ ...before, [path]: value })),
    /** As if nothing had been typed. */
    reset() {
      setValues({});
      setErrors({});
      setProblem(null);
    },
  };
}

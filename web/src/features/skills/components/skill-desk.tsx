import type { JsonObject } from '@model/json.ts';
import type { SkillView } from '@model/skill.ts';
import { useCallback, useRef, useState } from 'react';
import { inputValues, useInputs } from '../../../components/ui/input-fields.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import type { SkillSchedule } from '../api/schedules.ts';
import { runSkill } from '../api/skills.ts';
import { SkillForm } from './skill-form.tsx';
import { SkillHistory } from './skill-history.tsx';
import { SkillResult } from './skill-result.tsx';
import { SkillSchedules } from './skill-schedules.tsx';
import classes from './skills.module.css';

interface DeskProps {
  readonly skill: SkillView;
  readonly executionId: string | null;
  onRun(executionId: string): void;
}

/** Where a skill is worked with: the form, and beside it what comes out. */
export function SkillDesk({ skill, executionId, onRun }: DeskProps) {
  const { skillId, inputs } = skill;
  const { form, given } = useInputs(inputs);
  const result = useRef<HTMLHeadingElement>(null);
  const [kind, setKind] = useState<'run' | 'dry' | null>(null);
  const { run } = useRun(skillId, form.setErrors);
  const begin = async (values: JsonObject, isDryRun: boolean) => {
    setKind(isDryRun ? 'dry' : 'run');
    const started = await run({ inputs: values, isDryRun });
    setKind(null);
    if (started === null) return;
    onRun(started);
    result.current?.scrollIntoView({ block: 'nearest' });
    result.current?.focus({ preventScroll: true });
  };
  const again = (values: JsonObject, isDryRun: boolean) => {
    form.setValues(inputValues(inputs, values));
    form.clearErrors();
    void begin(values, isDryRun);
  };
  const toForm = () => {
    const [first] = inputs;
    if (first !== undefined) form.getInputNode(first.name)?.focus();
  };
  const [made, setMade] = useState<readonly SkillSchedule[]>([]);
  return (
    <>
      <div className={classes.both}>
        <SkillForm
          skill={skill}
          form={form}
          given={given}
          busy={kind}
          onRun={(values, isDryRun) => void begin(values, isDryRun)}
          onScheduled={(schedule) => setMade((before) => [...before, schedule])}
        />
        <SkillResult ref={result} executionId={executionId} skill={skill} onOther={toForm} />
      </div>
      <SkillHistory skill={skill} isBusy={kind !== null} onAgain={again} />
      <SkillSchedules skillId={skillId} made={made} />
    </>
  );
}

/** Runs the skill; what it does not take is shown at the fields. */
function useRun(skillId: string, setErrors: (errors: Record<string, string>) => void) {
  const { api } = useSession();
  return useCommand(
    useCallback(
      (how: { readonly inputs: JsonObject; readonly isDryRun: boolean }) => runSkill(api, skillId, how),
      [api, skillId],
    ),
    'It did not start',
    (error) => {
      const own = Object.entries(fieldErrors(error)).flatMap(([path, message]): [string, string][] => {
        const name = /^inputs\.([^.]+)/.exec(path)?.[1];
        return name === undefined ? [] : [[name, message]];
      });
      setErrors(Object.fromEntries(own));
      return own.length > 0;
    },
  );
}

import { Text } from '@mantine/core';
import { type JsonObject, jsonObject } from '@model/json.ts';
import type { ProblemDetail } from '@model/problem.ts';
import { TriangleAlert } from 'lucide-react';
import { type FocusEvent, useRef, useState } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { shapeOf } from '../../../lib/json-shape.ts';
import type { StepType } from '../../../lib/step-types.ts';
import type { StepFormProps } from '../api/edited.ts';
import { BranchesForm } from './branches-form.tsx';
import { useParamContext } from './param-context.ts';
import { ParamFields } from './param-field.tsx';
import { ParamJson } from './param-json.tsx';
import { StepParamMap } from './param-map-root.tsx';
import classes from './step-form.module.css';
import { StepEffect } from './step-form-effect.tsx';
import { StepName } from './step-form-name.tsx';
import { StepScope } from './step-form-scope.tsx';
import { StepSections } from './step-form-sections.tsx';
import { TestPanel } from './test-panel.tsx';

/**
 * The form of one step, drawn from the schema of its type. It starts afresh for another step, and not when the step is
 * given another name: so it wants no `key`.
 */
export function StepForm(props: StepFormProps) {
  const { step, onChange, onRename } = props;
  const { key, isNew, noteName, noteSeen } = useShown(step);
  const [refused, setRefused] = useState<{ readonly of: unknown; readonly problems: readonly ProblemDetail[] }>();
  // What a test was refused for holds until the step is changed.
  const more = refused?.of === step ? refused.problems : [];
  const told = isNew ? props.problems.filter((one) => !isEmptyAt(step, one)) : props.problems;
  return (
    <StepScope {...props} problems={[...told, ...more]}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears when the focus leaves the form */}
      <div className={classes.form} key={key} onBlur={noteSeen}>
        <Form
          {...props}
          onChange={onChange}
          onRename={(id) => {
            noteName(id);
            onRename(id);
          }}
          onRefused={(problems) => setRefused({ of: step, problems })}
        />
      </div>
    </StepScope>
  );
}

/** Which step the form is of, and whether that was just added and the form not left since. */
function useShown(step: StepFormProps['step']) {
  const [shown, setShown] = useState({ id: step.id, key: 0, isNew: isBlank(step) });
  const renamed = useRef<string | null>(null);
  if (shown.id !== step.id) {
    const isSame = renamed.current === step.id;
    setShown(isSame ? { ...shown, id: step.id } : { id: step.id, key: shown.key + 1, isNew: isBlank(step) });
  }
  return {
    ...shown,
    noteName: (id: string) => {
      renamed.current = id;
    },
    noteSeen: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (relatedTarget === null || currentTarget.contains(relatedTarget)) return;
      const isBeside = relatedTarget.closest('.mantine-Popover-dropdown') !== null;
      if (!isBeside) setShown((now) => ({ ...now, isNew: false }));
    },
  };
}

/** A step that was just added: its empty fields are no mistakes before they were seen. */
function isBlank({ params }: StepFormProps['step']): boolean {
  return Object.keys(params).length === 0;
}

function isEmptyAt({ params }: StepFormProps['step'], { path }: ProblemDetail): boolean {
  const [first, name = ''] = path.split('.');
  return first === 'params' && name !== '' && [undefined, ''].includes(params[name] as string | undefined);
}

type FormProps = StepFormProps & { onRefused(problems: readonly ProblemDetail[]): void };

function Form({ step, type, edited, problems, onChange, onRename, onRefused }: FormProps) {
  const setParams = (params: JsonObject) => onChange({ ...step, params });
  return (
    <>
      <Unplaced type={type} />
      {type === undefined ? (
        <ParamJson
          path="params"
          label="What it is given"
          help="This kind of step is not known here, so its values are shown as they are stored."
          isRequired={false}
          value={step.params}
          onChange={(value) => setParams(jsonObject.safeParse(value).data ?? {})}
        />
      ) : (
        <Params type={type} params={step.params} onChange={setParams} />
      )}
      {(type?.holds === 'branches' || step.branches.length > 0) && (
        <BranchesForm step={step} problems={problems} onChange={onChange} />
      )}
      {type?.kind === 'action' && <StepEffect step={step} type={type} />}
      <StepSections step={step} type={type} onChange={onChange}>
        <StepName step={step} edited={edited} onChange={onChange} onRename={onRename} />
      </StepSections>
      {type?.kind === 'action' && <TestPanel step={step} onRefused={onRefused} />}
    </>
  );
}

interface ParamsProps {
  readonly type: StepType;
  readonly params: JsonObject;
  onChange(params: JsonObject): void;
}

function Params({ type, params, onChange }: ParamsProps) {
  const shape = shapeOf(type.params);
  if (shape.kind === 'map') return <StepParamMap params={params} onChange={onChange} />;
  if (Object.keys(type.params.properties ?? {}).length === 0) return null;
  return <ParamFields path="params" schema={type.params} values={params} type={type} onChange={onChange} />;
}

/** What is wrong with the step as a whole, or with what has no field of its own. */
function Unplaced({ type }: { readonly type: StepType | undefined }) {
  const { problems } = useParamContext();
  const names = Object.keys(type?.params.properties ?? {});
  const isOpen = names.length === 0;
  const own = problems.filter(({ path }) => {
    const [first = '', name] = path.split('.');
    if (first === 'params') return name === undefined || (!isOpen && !names.includes(name));
    return ['', 'action', 'steps', 'branches', 'errorSteps'].includes(path) || ['onUnknown'].includes(first);
  });
  if (own.length === 0) return null;
  return (
    <Note tone="warn" icon={TriangleAlert}>
      {[...new Set(own.map(({ message }) => message))].map((message) => (
        <Text size="sm" key={message}>
          {message}
        </Text>
      ))}
    </Note>
  );
}

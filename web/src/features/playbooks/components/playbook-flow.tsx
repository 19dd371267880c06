import { Card, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { JsonValue } from '@model/json.ts';
import type { Playbook } from '@model/playbook.ts';
import { allSteps, type StepDraft } from '@model/step.ts';
import { useMemo } from 'react';
import { FlowPicture } from '../../../components/flow/flow-picture.tsx';
import { ErrorState } from '../../../components/ui/states.tsx';
import { triggerWords } from '../../../lib/trigger-words.ts';
import { humanize, templateWords } from '../../../lib/words.ts';
import { onFailureOf, stepsOf } from '../api/playbook-content.ts';
import classes from './playbook-page.module.css';
import { StepBody } from './playbook-steps.tsx';

interface FlowProps {
  readonly playbook: Playbook;
  readonly selected: string | null;
  onSelect(stepId: string): void;
}

/** The playbook as a picture, and beside it the chosen step in words. */
export function PlaybookFlow({ playbook, selected, onSelect }: FlowProps) {
  const steps = useMemo(() => stepsOf(playbook), [playbook]);
  const onFailure = useMemo(() => onFailureOf(playbook) ?? [], [playbook]);
  const triggers = useMemo(() => playbook.triggers.map(triggerWords), [playbook.triggers]);
  const isNarrow = useMediaQuery('(max-width: 62em)') ?? false;
  if (steps === null) return <ErrorState message="The steps of this playbook cannot be read." />;
  const step = allSteps([...steps, ...onFailure]).find(({ id }) => id === selected) ?? null;
  return (
    <div className={classes.flow}>
      <FlowPicture
        triggers={triggers}
        steps={steps}
        onFailure={onFailure}
        selected={step?.id ?? null}
        onSelect={onSelect}
        height={isNarrow ? 420 : 600}
      />
      <Card className={classes.stepDetail} role="region" aria-label="The chosen step" aria-live="polite">
        {step === null ? (
          <Text size="sm" c="dimmed">
            Choose a step to read what it does, and with what.
          </Text>
        ) : (
          <Chosen step={step} />
        )}
      </Card>
    </div>
  );
}

function Chosen({ step }: { readonly step: StepDraft }) {
  // Stored by name; what is short, such as to whom it goes, is read before a long text.
  const params = Object.entries(step.params)
    .map(([name, value]) => ({ name, words: paramWords(value) }))
    .toSorted((a, b) => Math.min(a.words.length, 80) - Math.min(b.words.length, 80));
  return (
    <>
      <StepBody step={step} isWhole />
      {params.length > 0 && (
        <dl className={classes.params}>
          {params.map(({ name, words }) => (
            <div key={name}>
              <dt>{humanize(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function paramWords(value: JsonValue): string {
  if (typeof value === 'string') return templateWords(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null)) {
    return value.map(paramWords).join('\n');
  }
  return value === null ? 'Nothing' : typeof value === 'number' ? String(value) : JSON.stringify(value, null, 2);
}

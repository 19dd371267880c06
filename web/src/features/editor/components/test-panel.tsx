import { Button, Group, Switch, Text, Title } from '@mantine/core';
import type { ProblemDetail } from '@model/problem.ts';
import type { StepDraft } from '@model/step.ts';
import { FlaskConical } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { riskLook, riskOf } from '../../../lib/risk.ts';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { stepWords } from '../../../lib/words.ts';
import { pathsRead, type StepTest, type Tested, testStep } from '../api/test-step.ts';
import { useParamContext } from './param-context.ts';
import classes from './test.module.css';
import { TestOutcome } from './test-outcome.tsx';
import { TestValues, useOtherValues } from './test-values.tsx';

interface TestPanelProps {
  readonly step: StepDraft;
  /** What the server did not accept, by field. */
  onRefused(problems: readonly ProblemDetail[]): void;
}

/** Does this one step with known values: dry, so that nothing happens, unless one wants it for real. */
export function TestPanel({ step, onRefused }: TestPanelProps) {
  const { api } = useSession();
  const { facts } = useParamContext();
  const others = useOtherValues(facts);
  const [isReal, setIsReal] = useState(false);
  const [tested, setTested] = useState<Tested | null>(null);
  const paths = useMemo(() => pathsRead(step.params), [step.params]);
  const { busy, run } = useCommand(
    (test: StepTest) => testStep(api, test),
    'This could not be tested',
    (error) => {
      if (!(error instanceof ApiError) || error.status !== 422) return false;
      const problems = error.errors.map(({ path, message }) => ({ path: path.replace(/^body\./, ''), message }));
      onRefused(problems);
      return problems.some(({ path }) => path.startsWith('params'));
    },
  );
  const test = async () => {
    setTested(null);
    setTested(await run({ step, facts: others.facts, dryRun: !isReal }));
  };
  const { title } = stepWords(step);
  return (
    <section className={classes.panel} aria-label="Test this step">
      <Title order={3}>Test this step</Title>
      <Text size="sm" c="dimmed" mt={2}>
        Does only this one, with the values of the last execution or your own.
      </Text>
      <TestValues title="Values it is tried with" paths={paths} others={others} />
      <Switch
        mt="md"
        label="For real"
        description={
          isReal
            ? `It is really done: “${title}”. ${riskLook[riskOf(step)].word}; your rules still hold.`
            : 'Off: nothing happens outside. You see what it would do.'
        }
        checked={isReal}
        onChange={(event) => setIsReal(event.currentTarget.checked)}
      />
      <Group mt="md">
        <Button
          variant={isReal ? 'filled' : 'default'}
          leftSection={<FlaskConical size={15} aria-hidden />}
          loading={busy}
          onClick={() => void test()}
        >
          {isReal ? 'Do it now' : 'Test'}
        </Button>
      </Group>
      <div aria-live="polite">{tested !== null && <TestOutcome tested={tested} />}</div>
    </section>
  );
}

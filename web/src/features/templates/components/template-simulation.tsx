import { Button, Text } from '@mantine/core';
import type { JsonObject } from '@model/json.ts';
import { FlaskConical } from 'lucide-react';
import { useCallback, useState } from 'react';
import { SimulationReport } from '../../../components/ui/simulation-report.tsx';
import { ErrorState } from '../../../components/ui/states.tsx';
import { messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import type { Simulation } from '../../../lib/simulation.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { simulateTemplate } from '../api/templates.ts';
import classes from './templates.module.css';

const DAYS = 30;

interface SimulationProps {
  readonly templateId: string;
  readonly answers: JsonObject;
}

/** What it would have done of the business's own last days, with the answers as they are. */
export function TemplateSimulation({ templateId, answers }: SimulationProps) {
  const { api, mayEdit } = useSession();
  const [told, setTold] = useState<{ readonly report: Simulation; readonly of: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const now = JSON.stringify(answers);
  const simulate = useCommand(
    useCallback(
      async (given: JsonObject) => {
        setProblem(null);
        setTold({ report: await simulateTemplate(api, templateId, given, DAYS), of: JSON.stringify(given) });
      },
      [api, templateId],
    ),
    'It was not tried',
    (error) => {
      setTold(null);
      setProblem(messageOf(error));
      return true;
    },
  );
  if (!mayEdit) return null;
  return (
    <section className={classes.trial} aria-label="On your own past">
      <Button
        variant="default"
        leftSection={<FlaskConical size={15} aria-hidden />}
        loading={simulate.busy}
        onClick={() => void simulate.run(answers)}
      >
        What would it have done in the last {DAYS} days?
      </Button>
      <Text size="sm" c="dimmed" mt={8}>
        It is tried on what has happened in your business. Nothing is sent, written or changed.
      </Text>
      {problem !== null && <ErrorState message={problem} />}
      {told !== null && (
        <div className={told.of === now ? undefined : classes.waiting}>
          {told.of !== now && (
            <Text size="sm" c="dimmed" mt="md" role="status">
              The answers have changed since; try it again.
            </Text>
          )}
          <SimulationReport key={told.of} report={told.report} />
        </div>
      )}
    </section>
  );
}

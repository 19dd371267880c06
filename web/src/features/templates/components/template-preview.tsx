import { Skeleton, Stack, Text } from '@mantine/core';
import { allSteps, type StepDraft } from '@model/step.ts';
import { Plug, TriangleAlert } from 'lucide-react';
import { FlowPicture } from '../../../components/flow/flow-picture.tsx';
import { StoredLink } from '../../../components/ui/links.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { costWords } from '../../../lib/money.ts';
import type { Live } from '../../../lib/use-live.ts';
import type { Preview } from '../api/templates.ts';
import classes from './templates.module.css';

const SHOWN = 3;

interface TemplatePreviewProps {
  readonly live: Live<Preview>;
  /** Whether answers were changed since. */
  readonly isOld: boolean;
}

/** What a template would be: its steps as a picture, when it starts, what it costs, and what is missing yet. */
export function TemplatePreview({ live, isOld }: TemplatePreviewProps) {
  return (
    <LiveView live={live} loading={<Skeleton height={420} radius="lg" />}>
      {(preview) => (
        <Stack className={isOld ? classes.waiting : undefined} aria-busy={isOld}>
          <Missing {...preview} />
          <FlowPicture
            triggers={preview.starts.map(({ words }) => words)}
            steps={preview.content.steps}
            onFailure={preview.content.onFailure}
            height={heightFor(preview.content.steps)}
          />
          <Facts {...preview} />
        </Stack>
      )}
    </LiveView>
  );
}

/** In px; so tall that its words can be read, and what follows is still seen. */
function heightFor(steps: readonly StepDraft[]): number {
  return Math.min(620, 150 + 96 * allSteps(steps).length);
}

function Missing({ missingConnections, problems }: Preview) {
  const others = problems.filter(({ path }) => !path.startsWith('answers.'));
  return (
    <>
      {missingConnections.map(({ connector, title, href }) => (
        <Note key={connector} tone="warn" icon={Plug}>
          <Text size="sm">
            This needs {title}, which is not connected. <StoredLink href={href}>Connect {title}</StoredLink>, or save it
            as a draft and do that later.
          </Text>
        </Note>
      ))}
      {others.map(({ path, message }) => (
        <Note key={path} tone="bad" icon={TriangleAlert}>
          <Text size="sm">{message}</Text>
        </Note>
      ))}
    </>
  );
}

function Facts({ starts, forecast }: Preview) {
  const { triggers, executionsPerMonth, cost, limits, notes } = forecast;
  const next = triggers.flatMap((trigger) => trigger.next.map(({ local }) => local)).slice(0, SHOWN);
  const touched = limits.filter(({ isTouched }) => isTouched);
  const { min, max } = executionsPerMonth;
  return (
    <div className={classes.panel}>
      <dl>
        <dt>Starts</dt>
        <dd>{starts.map(({ words }) => words).join('; ')}</dd>
        {next.length > 0 && (
          <>
            <dt>Next</dt>
            <dd>
              {next.map((local) => (
                <div key={local}>{local}</div>
              ))}
            </dd>
          </>
        )}
        <dt>A month</dt>
        <dd>
          {max === 0 ? 'As often as it happens' : `${min === max ? max : `${min} to ${max}`} times`}
          {max > 0 && `, for ${costWords(cost.max)} at most`}
        </dd>
      </dl>
      {[...touched.map(({ words }) => words), ...notes].map((words) => (
        <Text key={words} size="sm" c="dimmed" mt="sm">
          {words}
        </Text>
      ))}
    </div>
  );
}

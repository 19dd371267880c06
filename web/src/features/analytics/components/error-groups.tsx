import { Text, Title } from '@mantine/core';
import { useId } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { countWords } from '../api/figures.ts';
import type { Analytics } from '../api/get-analytics.ts';
import classes from './analytics.module.css';

interface ErrorGroupsProps {
  readonly analytics: Analytics;
  readonly playbook: string | undefined;
}

/** Why executions failed, the commonest reason first; what differs from one time to the next is left out. */
export function ErrorGroups({ analytics: { errors, otherErrors, from, to }, playbook }: ErrorGroupsProps) {
  const id = useId();
  return (
    <section className={classes.card} data-wide aria-labelledby={id}>
      <div className={classes.cardHead}>
        <Title order={2} id={id}>
          Why they failed
        </Title>
        {errors.length > 0 && (
          <Text size="sm" component="span">
            <TextLink to="/executions" search={{ status: 'failed', from, to, playbook }}>
              All that failed
            </TextLink>
          </Text>
        )}
      </div>
      {errors.length === 0 && <p className={classes.said}>Nothing has failed.</p>}
      <ul className={classes.errors}>
        {errors.map(({ code, text, count, executionId }) => (
          <li key={`${code} ${text}`}>
            <p>
              <TextLink to="/executions/$executionId" params={{ executionId }}>
                {text}
              </TextLink>
            </p>
            <small>{count === 1 ? 'once' : `${countWords(count)} times`}</small>
          </li>
        ))}
        {otherErrors > 0 && (
          <li>
            <p>Other reasons</p>
            <small>{otherErrors === 1 ? 'once' : `${countWords(otherErrors)} times`}</small>
          </li>
        )}
      </ul>
    </section>
  );
}

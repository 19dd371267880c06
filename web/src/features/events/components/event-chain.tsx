import type { DomainEvent } from '@model/event.ts';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { eventTitle } from '../../../lib/words.ts';
import { useCause } from '../api/use-events.ts';
import { startedWords } from './event-words.ts';
import classes from './events.module.css';

/** What caused an event, the event, and how much it started: one after the other. */
export function EventChain({ event }: { readonly event: DomainEvent }) {
  const { causedBy, replayOf, eventName } = event;
  const cause = useCause(causedBy);
  const earlier = cause?.eventId ?? null;
  return (
    <ol className={classes.chain} aria-label="How it came about">
      {earlier !== null && (
        <Link>
          <TextLink to="/events/$eventId" params={{ eventId: earlier }}>
            An earlier event
          </TextLink>
        </Link>
      )}
      {causedBy !== null && (
        <Link>
          <TextLink to="/executions/$executionId" params={{ executionId: causedBy }}>
            {cause?.playbookName ?? 'An execution'}
          </TextLink>
        </Link>
      )}
      {replayOf !== null && (
        <Link>
          <TextLink to="/events/$eventId" params={{ eventId: replayOf }}>
            Said again of an earlier event
          </TextLink>
        </Link>
      )}
      <Link isHere>{eventTitle(eventName)}</Link>
      <Link isLast>{startedWords(event)}</Link>
    </ol>
  );
}

interface LinkProps {
  readonly isHere?: boolean;
  readonly isLast?: boolean;
  readonly children: ReactNode;
}

function Link({ isHere = false, isLast = false, children }: LinkProps) {
  return (
    <li>
      <span className={classes.link} data-here={isHere || undefined}>
        {children}
      </span>
      {!isLast && <ArrowRight size={16} aria-hidden />}
    </li>
  );
}

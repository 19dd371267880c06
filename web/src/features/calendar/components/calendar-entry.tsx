import { Link } from '@tanstack/react-router';
import { FlaskConical, Repeat } from 'lucide-react';
import tones from '../../../components/ui/tone.module.css';
import classes from './calendar.module.css';
import { minuteWords } from './calendar-dates.ts';
import { type Band, type Item, itemWords } from './calendar-items.ts';

interface EntryProps {
  readonly item: Item;
  /** Whether its time stands before its name. */
  readonly isTimed?: boolean;
}

/** One start: to its execution, or, while it is to come, to its playbook. */
export function Entry({ item, isTimed = true }: EntryProps) {
  const { executionId, playbookId, look, name, minute, isRehearsal } = item;
  const Icon = isRehearsal ? FlaskConical : look.icon;
  const common = {
    className: `${classes.entry} ${tones[look.tone]}`,
    'data-ahead': executionId === null || undefined,
    title: itemWords(item),
    'aria-label': itemWords(item),
  };
  const content = (
    <>
      <Icon size={13} strokeWidth={2.4} aria-hidden />
      {isTimed && <span className={classes.entryTime}>{`${minuteWords(minute)} `}</span>}
      <span className={classes.entryName}>{name}</span>
    </>
  );
  return executionId === null ? (
    <Link to="/playbooks/$playbookId" params={{ playbookId }} {...common}>
      {content}
    </Link>
  ) : (
    <Link to="/executions/$executionId" params={{ executionId }} {...common}>
      {content}
    </Link>
  );
}

/** Many starts of one playbook: to the playbook. */
export function BandEntry({ band: { playbookId, name, words, look, isAhead } }: { readonly band: Band }) {
  const label = `${words} ${name}, ${look.word}`;
  return (
    <Link
      to="/playbooks/$playbookId"
      params={{ playbookId }}
      className={`${classes.entry} ${tones[look.tone]}`}
      data-ahead={isAhead || undefined}
      title={label}
      aria-label={label}
    >
      <Repeat size={13} strokeWidth={2.4} aria-hidden />
      <span className={classes.entryTime}>{`${words} `}</span>
      <span className={classes.entryName}>{name}</span>
    </Link>
  );
}

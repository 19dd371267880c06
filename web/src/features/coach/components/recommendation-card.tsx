import { ActionIcon, Button, Title, Tooltip } from '@mantine/core';
import type { Feedback } from '@model/feedback.ts';
import { Check, ListPlus, MessageCircle, ThumbsDown, ThumbsUp, WandSparkles } from 'lucide-react';
import { useCallback, useEffect, useId, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { categoryWords } from '../api/coach-words.ts';
import { giveFeedback } from '../api/give-feedback.ts';
import { daysLeft } from '../api/recommendations.ts';
import type { Advice } from '../api/use-coach.ts';
import { categoryIcons } from './category-icons.ts';
import classes from './recommendations.module.css';

/** How long the thanks stay. */
const THANKS_MS = 4_000;

/** What is opened about a recommendation. */
export type Opened = 'plan' | 'details' | 'feedback';

interface CardProps {
  readonly entry: Advice;
  readonly now: Date;
  /** What I have said about it; null: nothing. */
  readonly mine: Feedback | null;
  onOpen(what: Opened, entry: Advice): void;
}

/** What the coach proposes, what it rests on, and what can be done about it. */
export function RecommendationCard({ entry, now, mine, onOpen }: CardProps) {
  const { mayEdit } = useSession();
  const { category, title, text, priority, figures, expiresAt } = entry.data;
  const label = useId();
  const Icon = categoryIcons[category];
  const left = daysLeft(expiresAt, now);
  return (
    <article className={classes.card} aria-labelledby={label}>
      <div className={classes.facts}>
        <span className={classes.category}>
          <Icon size={15} aria-hidden />
          {categoryWords[category]}
        </span>
        <span>Priority {Math.round(priority)}</span>
        {left !== null && <span>{left}</span>}
      </div>
      <Title order={4} id={label}>
        {title}
      </Title>
      <p className={classes.text}>{text}</p>
      {figures.length > 0 && (
        <dl className={classes.figures} aria-label="What it rests on">
          {figures.map((figure) => (
            <div key={figure.label}>
              <dt>{figure.label}</dt>
              <dd>{figure.text}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={classes.actions}>
        {mayEdit && <Ways entry={entry} onOpen={onOpen} />}
        <Button
          size="xs"
          variant="default"
          aria-label={`Show details: ${title}`}
          onClick={() => onOpen('details', entry)}
        >
          Show details
        </Button>
        {mayEdit && <Thumbs entry={entry} mine={mine} onOpen={onOpen} />}
      </div>
    </article>
  );
}

/** What makes something of it. */
function Ways({ entry, onOpen }: Pick<CardProps, 'entry' | 'onOpen'>) {
  const { id, data } = entry;
  return (
    <>
      <Button
        size="xs"
        variant="light"
        leftSection={<ListPlus size={15} aria-hidden />}
        aria-label={`Make a plan: ${data.title}`}
        onClick={() => onOpen('plan', entry)}
      >
        Make a plan
      </Button>
      {data.playbook !== null && (
        <ButtonLink
          to="/templates/$templateId"
          params={{ templateId: data.playbook.templateId }}
          search={{ recommendation: id }}
          size="xs"
          variant="default"
          leftSection={<WandSparkles size={15} aria-hidden />}
          aria-label={`Automate this: ${data.title}`}
        >
          Automate this
        </ButtonLink>
      )}
      <ButtonLink
        to="/"
        search={{ about: id }}
        size="xs"
        variant="default"
        leftSection={<MessageCircle size={15} aria-hidden />}
        aria-label={`Tell me more: ${data.title}`}
      >
        Tell me more
      </ButtonLink>
    </>
  );
}

/** Whether it helps; a no asks why. */
function Thumbs({ entry, mine, onOpen }: Pick<CardProps, 'entry' | 'mine' | 'onOpen'>) {
  const { api, orgId } = useSession();
  const { id, data } = entry;
  const [isThanked, setIsThanked] = useState(false);
  const praise = useCommand(
    useCallback(async () => {
      await giveFeedback(api, orgId, id, { helpful: true, reason: null, comment: null });
      setIsThanked(true);
    }, [api, orgId, id]),
    'It was not kept',
  );
  useEffect(() => {
    if (!isThanked) return;
    const timer = setTimeout(() => setIsThanked(false), THANKS_MS);
    return () => clearTimeout(timer);
  }, [isThanked]);
  const isPraised = mine?.helpful === true;
  return (
    <div className={classes.thumbs}>
      <span className={classes.thanks} role="status">
        {isThanked && (
          <>
            <Check size={14} aria-hidden />
            Thank you
          </>
        )}
      </span>
      <Tooltip label="This helps">
        <ActionIcon
          aria-label={`This helps: ${data.title}`}
          aria-pressed={isPraised}
          data-chosen={isPraised || undefined}
          className={classes.thumb}
          loading={praise.busy}
          onClick={() => void praise.run()}
        >
          <ThumbsUp size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="This does not help, or is not for us">
        <ActionIcon
          aria-label={`This does not help: ${data.title}`}
          aria-haspopup="dialog"
          aria-pressed={mine?.helpful === false}
          data-chosen={mine?.helpful === false || undefined}
          className={classes.thumb}
          onClick={() => onOpen('feedback', entry)}
        >
          <ThumbsDown size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

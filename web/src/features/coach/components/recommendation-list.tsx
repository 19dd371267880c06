import { Title } from '@mantine/core';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { groupsOf, urgencyWords } from '../api/recommendations.ts';
import { type Advice, useFeedback } from '../api/use-coach.ts';
import { type Opened, RecommendationCard } from './recommendation-card.tsx';
import classes from './recommendations.module.css';

interface ListProps {
  readonly entries: readonly Advice[];
  onOpen(what: Opened, entry: Advice): void;
}

/** What the coach proposes and nobody has decided yet, by how soon it wants to be looked at. */
export function RecommendationList({ entries, onOpen }: ListProps) {
  const { uid } = useSession();
  const now = useNow();
  const feedback = useFeedback();
  const groups = groupsOf(entries, now);
  if (groups.length === 0) {
    return <p className={classes.quiet}>Nothing to advise today. What the coach notices next stands here by itself.</p>;
  }
  return groups.map(({ urgency, entries: shown }) => (
    <section key={urgency} className={classes.group} aria-labelledby={`advice-${urgency}`}>
      <div className={classes.groupHead}>
        <Title order={3} id={`advice-${urgency}`}>
          {urgencyWords[urgency]}
        </Title>
        <span className={classes.count} aria-hidden="true">
          {shown.length}
        </span>
      </div>
      <ul className={classes.cards}>
        {shown.map((entry) => (
          <li key={entry.id}>
            <RecommendationCard
              entry={entry}
              now={now}
              mine={feedback.find((one) => one.recommendationId === entry.id && one.by === uid) ?? null}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ul>
    </section>
  ));
}

import { Text } from '@mantine/core';
import type { Feedback } from '@model/feedback.ts';
import type { Place } from '@model/figure-text.ts';
import type { Recommendation } from '@model/recommendation.ts';
import { ArrowRight } from 'lucide-react';
import { TextLink } from '../../../components/ui/links.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import tones from '../../../components/ui/tone.module.css';
import { nameOf, type Person } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { recommendationStatus } from '../../../lib/status.ts';
import { ago, dateTime } from '../../../lib/time.ts';
import { sentence } from '../../../lib/words.ts';
import { categoryWords, reasonWords } from '../api/coach-words.ts';
import { effectOf } from '../api/recommendations.ts';
import classes from './effect.module.css';
import { verdictTones } from './metric-card.tsx';

interface EffectRowProps {
  readonly recommendation: Recommendation;
  /** What the team said about it. */
  readonly said: readonly Feedback[];
  readonly people: readonly Person[] | null;
  readonly place: Place;
  readonly now: Date;
}

/** What became of one recommendation. */
export function EffectRow({ recommendation, said, people, place, now }: EffectRowProps) {
  const { tenant } = useSession();
  const { title, category, status, updatedAt, dismissal } = recommendation;
  return (
    <article className={classes.row}>
      <div className={classes.head}>
        <StatusPill look={recommendationStatus[status]} />
        <Text size="sm" c="dimmed">
          {categoryWords[category]}
        </Text>
        <time dateTime={updatedAt.toISOString()} title={dateTime(updatedAt, tenant.timezone, now)}>
          {ago(updatedAt, now)}
        </time>
      </div>
      <div className={classes.title}>{title}</div>
      <Deed recommendation={recommendation} people={people} />
      {status === 'accepted' && <Moved recommendation={recommendation} place={place} />}
      {said.map((one) => (
        <Said key={one.by} feedback={one} isTold={one.by === dismissal?.by} people={people} />
      ))}
    </article>
  );
}

interface DeedProps {
  readonly recommendation: Recommendation;
  readonly people: readonly Person[] | null;
}

/** Who decided it, and what came of it. */
function Deed({ recommendation: { acceptance, dismissal }, people }: DeedProps) {
  const { uid } = useSession();
  if (dismissal !== null) {
    return (
      <Text size="sm" c="dimmed">
        {sentence(nameOf(dismissal.by, people, uid))}: {reasonWords[dismissal.reason]}
        {dismissal.comment !== null && `. “${dismissal.comment}”`}
      </Text>
    );
  }
  if (acceptance === null) return null;
  const { by, planId, playbookId } = acceptance;
  return (
    <Text size="sm" c="dimmed">
      {sentence(nameOf(by, people, uid))} took it up
      {planId !== null && (
        <>
          {' with a '}
          <TextLink to="/coach" search={{ tab: 'plans' }} hash={planId}>
            plan
          </TextLink>
        </>
      )}
      {playbookId !== null && (
        <>
          {planId === null ? ' with a ' : ' and a '}
          <TextLink to="/playbooks/$playbookId" params={{ playbookId }}>
            playbook
          </TextLink>
        </>
      )}
    </Text>
  );
}

/** The figure that it was about, before and after. */
function Moved({ recommendation, place }: { readonly recommendation: Recommendation; readonly place: Place }) {
  const effect = effectOf(recommendation, place);
  if (effect === null) return null;
  const { label, before, after, verdict } = effect;
  return (
    <div className={classes.effect}>
      <span className={classes.label}>{label}</span>
      <span>{before}</span>
      <ArrowRight size={14} role="img" aria-label="then" />
      {after === null ? (
        <span className={classes.label}>it is too early to say</span>
      ) : (
        <>
          <b>{after}</b>
          {verdict !== null && verdict !== 'moved' && (
            <span className={`${classes.verdict} ${tones[verdictTones[verdict]]}`}>
              {verdict === 'same' ? 'as it was' : verdict}
            </span>
          )}
        </>
      )}
    </div>
  );
}

interface SaidProps {
  readonly feedback: Feedback;
  /** Whether their comment stands with the dismissal. */
  readonly isTold: boolean;
  readonly people: readonly Person[] | null;
}

function Said({ feedback: { by, helpful, comment: said }, isTold, people }: SaidProps) {
  const { uid } = useSession();
  const comment = isTold ? null : said;
  if (helpful === null && comment === null) return null;
  const words = helpful === null ? '' : helpful ? 'it helps' : 'it does not help';
  return (
    <Text size="sm" c="dimmed" className={classes.said}>
      {sentence(nameOf(by, people, uid))}: {words}
      {words !== '' && comment !== null && '. '}
      {comment !== null && `“${comment}”`}
    </Text>
  );
}

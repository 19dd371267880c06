import { SegmentedControl, Text, Title } from '@mantine/core';
import type { Insight } from '@model/insight.ts';
import { TrendingDown, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { dayText, scoreLook } from '../api/coach-words.ts';
import { type Change, changeOf, seriesOf } from '../api/history.ts';
import { HISTORY_DAYS } from '../api/use-coach.ts';
import classes from './score.module.css';
import { ScoreGauge } from './score-gauge.tsx';
import { Trend } from './trend.tsx';

const WEEK = 7;
const SHORT_DAYS = 30;
const scoreIn = ({ score }: Insight) => score;

interface ScoreCardProps {
  readonly insight: Insight;
  /** The newest first. */
  readonly history: readonly Insight[];
}

/** How the business fares, how sure that is, and how it went. */
export function ScoreCard({ insight, history }: ScoreCardProps) {
  const { score, known, missing, date } = insight;
  const [days, setDays] = useState(SHORT_DAYS);
  const look = scoreLook(insight);
  const gap = missing.reduce((sum, { points }) => sum + points, 0);
  return (
    <section className={classes.card} aria-labelledby="health-score">
      <div className={classes.now}>
        <Title order={2} id="health-score" className={classes.unseen}>
          Health score
        </Title>
        <ScoreGauge score={score} tone={look.tone} atBest={Math.min(100, Math.round(score + gap))} />
        <Text fw={620} mt={6}>
          {look.word}
        </Text>
        <Text size="sm" c="dimmed">
          {score} of 100 · rests on {known}% of the data
        </Text>
        <Since change={changeOf(history, scoreIn, WEEK)} />
        {gap >= 1 && (
          <Text size="sm" mt={4}>
            <TextLink to="/coach" search={{ tab: 'figures' }}>
              What is not known could add up to {Math.round(gap)}
            </TextLink>
          </Text>
        )}
      </div>
      <div className={classes.trend}>
        <div className={classes.trendHead}>
          <Title order={2}>How it went</Title>
          <SegmentedControl
            aria-label="How far back"
            size="xs"
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
            data={[SHORT_DAYS, HISTORY_DAYS].map((count) => ({ value: String(count), label: `${count} days` }))}
          />
        </div>
        <Trend
          points={seriesOf(history, scoreIn, date, days)}
          label="Health score"
          range={[0, 100]}
          format={(value) => String(Math.round(value))}
        />
      </div>
    </section>
  );
}

function Since({ change }: { readonly change: Change | null }) {
  if (change === null) return null;
  const { before, now, since } = change;
  const by = now - before;
  const Icon = by > 0 ? TrendingUp : TrendingDown;
  return (
    <Text size="sm" className={classes.since}>
      {by !== 0 && <Icon size={15} aria-hidden />}
      {by === 0 ? 'As it was' : `${by > 0 ? 'Up' : 'Down'} ${Math.abs(by)}`} since {dayText(since)}
    </Text>
  );
}

import { Drawer, NativeSelect, Text, Title } from '@mantine/core';
import type { Place } from '@model/figure-text.ts';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import { type FigureName, figureNames } from '@model/figures.ts';
import type { Insight } from '@model/insight.ts';
import type { Recommendation } from '@model/recommendation.ts';
import { useState } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { figureText, namedFigure } from '../api/coach-words.ts';
import { seriesOf } from '../api/history.ts';
import { detailFigures } from '../api/recommendations.ts';
import { HISTORY_DAYS, usePlace } from '../api/use-coach.ts';
import { CashTable, ExpectedTable } from './cash-tables.tsx';
import classes from './details.module.css';
import { MetricCard } from './metric-card.tsx';
import { Trend } from './trend.tsx';

interface DetailsProps {
  readonly recommendation: Recommendation;
  /** What the coach has seen, the newest first. */
  readonly history: readonly Insight[];
  onClose(): void;
}

/** What a recommendation rests on, and how that went. */
export default function DetailsDrawer({ recommendation, history, onClose }: DetailsProps) {
  const place = usePlace();
  const { title, text } = recommendation;
  const [insight] = history;
  const figures = detailFigures(recommendation);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={680}
      title={
        <Text fw={650} component="span">
          Details
        </Text>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Title order={2} className={classes.title}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" className={classes.text}>
        {text}
      </Text>
      <Origin recommendation={recommendation} />
      {insight === undefined ? (
        <Text mt="lg">There is no insight yet that would show how it went.</Text>
      ) : (
        <>
          <ul className={classes.metrics} aria-label="Figures">
            {figures.map((name) => (
              <li key={name}>
                <MetricCard name={name} history={history} place={place} />
              </li>
            ))}
          </ul>
          <FigureTrend start={figures[0] ?? 'cash'} insight={insight} history={history} place={place} />
          <CashTable history={history} place={place} />
          <ExpectedTable expected={insight.expected} place={place} />
        </>
      )}
    </Drawer>
  );
}

/** Whose words these are, where they are not the coach's own. */
function Origin({ recommendation: { wordedBy, executionId } }: { readonly recommendation: Recommendation }) {
  if (executionId !== null) {
    return (
      <Text size="sm" c="dimmed" mt={6}>
        <TextLink to="/executions/$executionId" params={{ executionId }}>
          A playbook
        </TextLink>{' '}
        has recommended it.
      </Text>
    );
  }
  if (wordedBy === null) return null;
  return (
    <Text size="sm" c="dimmed" mt={6}>
      Put into words by {wordedBy}; the figures are your own.
    </Text>
  );
}

interface FigureTrendProps {
  readonly start: FigureName;
  readonly insight: Insight;
  readonly history: readonly Insight[];
  readonly place: Place;
}

/** How one figure went, whichever one likes. */
function FigureTrend({ start, insight, history, place }: FigureTrendProps) {
  const [name, setName] = useState(start);
  const known = figureNames.filter((one) => one === name || history.some(({ figures }) => figures[one] !== null));
  const { label, unit } = FIGURE_WORDS[name];
  return (
    <section className={classes.block} aria-label="How it went">
      <div className={classes.blockHead}>
        <Title order={3}>How it went</Title>
        <NativeSelect
          aria-label="Which figure"
          size="xs"
          value={name}
          onChange={({ currentTarget }) => setName(figureNames.find((one) => one === currentTarget.value) ?? name)}
          data={known.map((value) => ({ value, label: FIGURE_WORDS[value].label }))}
        />
      </div>
      <Text size="sm" c="dimmed" mb="sm">
        {label} today: {namedFigure(name, insight.figures[name], place) ?? 'not known'}
      </Text>
      <Trend
        key={name}
        points={seriesOf(history, ({ figures }) => figures[name], insight.date, HISTORY_DAYS)}
        label={label}
        format={(value) => figureText(unit, value, place)}
      />
    </section>
  );
}

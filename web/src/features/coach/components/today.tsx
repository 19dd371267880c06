import type { Insight } from '@model/insight.ts';
import { usePlace } from '../api/use-coach.ts';
import { Advised } from './advised.tsx';
import { FindingList } from './finding-list.tsx';
import { PartCards } from './part-cards.tsx';
import { ScoreCard } from './score-card.tsx';

interface TodayProps {
  readonly insight: Insight;
  /** The newest first. */
  readonly history: readonly Insight[];
}

/** What cannot wait, how the business fares, and what would help. */
export function Today({ insight, history }: TodayProps) {
  const place = usePlace();
  return (
    <>
      <FindingList findings={insight.findings} />
      <ScoreCard insight={insight} history={history} />
      <PartCards insight={insight} place={place} />
      <Advised history={history} />
    </>
  );
}

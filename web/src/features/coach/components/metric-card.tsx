import type { Place } from '@model/figure-text.ts';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import type { FigureName } from '@model/figures.ts';
import type { Insight } from '@model/insight.ts';
import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import tones from '../../../components/ui/tone.module.css';
import type { Tone } from '../../../lib/status.ts';
import { changeText, dayText, namedFigure, type Verdict, verdictOf } from '../api/coach-words.ts';
import { changeOf } from '../api/history.ts';
import classes from './details.module.css';

/** The spans that a figure is measured over, in days. */
const SPANS = [7, 30] as const;
export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  better: 'good',
  worse: 'bad',
  same: 'neutral',
  moved: 'neutral',
};

interface MetricCardProps {
  readonly name: FigureName;
  readonly history: readonly Insight[];
  readonly place: Place;
}

/** A figure as it is, and as it moved. */
export function MetricCard({ name, history, place }: MetricCardProps) {
  const { label, unit, better } = FIGURE_WORDS[name];
  const pick = ({ figures }: Insight) => figures[name];
  const now = history[0]?.figures[name] ?? null;
  const changes = SPANS.flatMap((days) => {
    const change = changeOf(history, pick, days);
    return change === null ? [] : [{ days, change }];
  });
  return (
    <div className={classes.metric}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{namedFigure(name, now, place) ?? 'not known'}</div>
      {changes.map(({ days, change }) => {
        const verdict = verdictOf(change, better);
        const Icon = verdict === 'same' ? Minus : change.now > change.before ? ArrowUp : ArrowDown;
        return (
          <div key={days} className={`${classes.moved} ${tones[verdictTones[verdict]]}`}>
            <Icon size={14} aria-hidden />
            <span>
              {changeText(unit, change, place)} since {dayText(change.since)}
              {(verdict === 'better' || verdict === 'worse') && `, ${verdict}`}
            </span>
          </div>
        );
      })}
      {changes.length === 0 && <div className={classes.young}>There is nothing to compare it with yet.</div>}
    </div>
  );
}

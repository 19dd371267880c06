import tones from '../../../components/ui/tone.module.css';
import type { Tone } from '../../../lib/status.ts';
import classes from './score.module.css';

const RADIUS = 82;
const LENGTH = Math.PI * RADIUS;
const ARC = `M ${100 - RADIUS} 100 A ${RADIUS} ${RADIUS} 0 0 1 ${100 + RADIUS} 100`;

interface GaugeProps {
  readonly score: number;
  readonly tone: Tone;
  /** What it could be at best, were everything known. */
  readonly atBest: number;
}

/** A score of 0 to 100 as a half circle; what gaps in the data hide is a paler end of it. */
export function ScoreGauge({ score, tone, atBest }: GaugeProps) {
  const part = (points: number) => `${(LENGTH * points) / 100} ${LENGTH}`;
  return (
    <div className={`${classes.gauge} ${tones[tone]}`}>
      <meter className={classes.unseen} aria-label="Health score" min={0} max={100} value={score}>
        {score} of 100
      </meter>
      <svg viewBox="0 0 200 112" aria-hidden="true">
        <path className={classes.track} d={ARC} />
        {atBest > score && <path className={classes.atBest} d={ARC} strokeDasharray={part(atBest)} />}
        {score > 0 && <path className={classes.arc} d={ARC} strokeDasharray={part(score)} />}
      </svg>
      <span className={classes.number} aria-hidden="true">
        {score}
      </span>
    </div>
  );
}

import { Title } from '@mantine/core';
import type { Place } from '@model/figure-text.ts';
import type { HealthInput, Insight, JudgedPart } from '@model/insight.ts';
import tones from '../../../components/ui/tone.module.css';
import { figureText, inputWords, partWords, scoreTone } from '../api/coach-words.ts';
import classes from './score.module.css';

interface PartCardsProps {
  readonly insight: Pick<Insight, 'parts' | 'missing'>;
  readonly place: Place;
}

/** What the score is made of. */
export function PartCards({ insight: { parts, missing }, place }: PartCardsProps) {
  const gaps = missing.map(({ input }) => input);
  return (
    <ul className={classes.parts} aria-label="What the score is made of">
      {parts.map((part) => (
        <li key={part.part} className={classes.part}>
          <Part part={part} gaps={gaps} place={place} />
        </li>
      ))}
    </ul>
  );
}

interface PartProps {
  readonly part: JudgedPart;
  /** What is not known. */
  readonly gaps: readonly HealthInput[];
  readonly place: Place;
}

function Part({ part: { part, weight, score, inputs, explanation }, gaps, place }: PartProps) {
  return (
    <>
      <div className={classes.partHead}>
        <Title order={3}>{partWords[part]}</Title>
        <span className={classes.weight}>counts {weight}%</span>
      </div>
      <div className={classes.partScore}>
        {score} <small>of 100</small>
      </div>
      <div className={`${classes.bar} ${tones[scoreTone(score)]}`} aria-hidden="true">
        <i style={{ width: `${score}%` }} />
      </div>
      <dl className={classes.inputs}>
        {inputs.map(({ input, value }) => {
          const { label, unit } = inputWords[input];
          // What is known and has no value is a burn without any revenue to measure it by.
          const none = gaps.includes(input) ? 'not known' : 'no revenue';
          return (
            <div key={input}>
              <dt>{label}</dt>
              <dd data-unknown={value === null || undefined}>
                {value === null ? none : figureText(unit, value, place)}
              </dd>
            </div>
          );
        })}
      </dl>
      <details className={classes.why}>
        <summary>How it is worked out</summary>
        <p>{explanation}</p>
      </details>
    </>
  );
}

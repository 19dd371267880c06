import { Star } from 'lucide-react';
import { ratingWords } from '../api/gallery-words.ts';
import classes from './gallery.module.css';

const FIVE = [1, 2, 3, 4, 5] as const;

/** So many stars of five, for the eye. */
export function StarRow({ stars, size = 14 }: { readonly stars: number; readonly size?: number }) {
  return (
    <span aria-hidden>
      {FIVE.map((one) => (
        <Star key={one} className={classes.star} size={size} data-on={one <= Math.round(stars)} />
      ))}
    </span>
  );
}

interface RatingProps {
  readonly average: number | null;
  readonly ratings: number;
}

/** What others give it, in stars and in words. */
export function RatingLine({ average, ratings }: RatingProps) {
  return (
    <span className={classes.stars}>
      {average !== null && ratings > 0 && <StarRow stars={average} />}
      {ratingWords(average, ratings)}
    </span>
  );
}

/** How many gave how many stars, the most first. `counts` begins with one star. */
export function Histogram({ counts }: { readonly counts: readonly number[] }) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  return (
    <div className={classes.histogram} role="img" aria-label={histogramWords(counts)}>
      {FIVE.toReversed().map((stars) => {
        const count = counts[stars - 1] ?? 0;
        return <Row key={stars} words={stars === 1 ? '1 star' : `${stars} stars`} count={count} share={count / all} />;
      })}
    </div>
  );
}

interface RowProps {
  readonly words: string;
  readonly count: number;
  readonly share: number;
}

function Row({ words, count, share }: RowProps) {
  return (
    <>
      <span>{words}</span>
      <div className={classes.bar}>
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <span>{count.toLocaleString('en-US')}</span>
    </>
  );
}

function histogramWords(counts: readonly number[]): string {
  const parts = FIVE.toReversed().map((stars) => `${stars} stars: ${counts[stars - 1] ?? 0}`);
  return `Ratings. ${parts.join(', ')}`;
}

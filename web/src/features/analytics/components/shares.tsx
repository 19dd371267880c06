import { costWords } from '../../../lib/money.ts';
import { triggeredByWords } from '../../../lib/words.ts';
import { countWords, shareWords } from '../api/figures.ts';
import type { Analytics } from '../api/get-analytics.ts';
import { tierNames } from '../api/tier-names.ts';
import classes from './analytics.module.css';
import { FigureCard } from './figure-card.tsx';
import { nameOf } from './playbook-name.tsx';

interface SharesProps {
  readonly analytics: Analytics;
}
interface Part {
  readonly name: string;
  /** Beside its name. */
  readonly figure: string;
  /** What its bar is made of, each with its share of the longest, 0 to 1. */
  readonly ends: readonly { readonly end: 'completed' | 'failed' | 'canceled'; readonly share: number }[];
}

/** What started them, and how those ended. */
export function ByTrigger({ analytics: { triggers } }: SharesProps) {
  const runs = ({ completed, failed, canceled }: (typeof triggers)[number]) => completed + failed + canceled;
  const most = Math.max(1, ...triggers.map(runs));
  return (
    <FigureCard
      title="What started them"
      table={{
        head: ['Started', 'All', 'Completed', 'Failed', 'Canceled'],
        rows: triggers.map((one) => [
          triggeredByWords[one.triggeredBy],
          ...[runs(one), one.completed, one.failed, one.canceled].map(countWords),
        ]),
      }}
    >
      <Bars
        parts={triggers.map((one) => ({
          name: triggeredByWords[one.triggeredBy],
          figure: one.failed > 0 ? `${countWords(runs(one))}, ${countWords(one.failed)} failed` : countWords(runs(one)),
          ends: (['completed', 'failed', 'canceled'] as const).map((end) => ({ end, share: one[end] / most })),
        }))}
      />
    </FigureCard>
  );
}

/** So many playbooks have a bar; the table has all. */
const SHOWN = 8;

/** What executions used up, by playbook and by tier. */
export function ByCost({ analytics: { playbooks, otherPlaybooks, tiers, totals } }: SharesProps) {
  const costly = playbooks.filter(({ costMicros }) => costMicros > 0).sort((a, b) => b.costMicros - a.costMicros);
  if (costly.length === 0) return null;
  const [most] = costly;
  const share = (micros: number) => shareWords(totals.costMicros > 0 ? micros / totals.costMicros : null);
  const rest =
    otherPlaybooks.costMicros > 0
      ? [['Others', costWords(otherPlaybooks.costMicros), share(otherPlaybooks.costMicros)]]
      : [];
  const byTier = tiers.map(({ tier, costMicros }) => `${tierNames[tier]} ${costWords(costMicros)}`).join(', ');
  return (
    <FigureCard
      title="Cost by playbook"
      said={`${costWords(totals.costMicros)} in all. By tier: ${byTier}.`}
      table={{
        head: ['Playbook', 'Cost', 'Share', 'Each'],
        rows: [
          ...costly.map((one) => [
            nameOf(one),
            costWords(one.costMicros),
            share(one.costMicros),
            one.runs > 0 ? costWords(one.costMicros / one.runs) : '–',
          ]),
          ...rest.map((row) => [...row, '–']),
        ],
      }}
    >
      <Bars
        parts={costly.slice(0, SHOWN).map((one) => ({
          name: nameOf(one),
          figure: costWords(one.costMicros),
          ends: [{ end: 'completed', share: one.costMicros / (most?.costMicros ?? 1) }],
        }))}
      />
    </FigureCard>
  );
}

function Bars({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <ul className={classes.shares}>
      {parts.map(({ name, figure, ends }) => (
        <li key={name}>
          <span>{name}</span>
          <span>{figure}</span>
          <div className={classes.bar} aria-hidden>
            {ends
              .filter(({ share }) => share > 0)
              .map(({ end, share }) => (
                <i key={end} data-end={end} style={{ width: `${share * 100}%` }} />
              ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

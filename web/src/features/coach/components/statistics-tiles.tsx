import { Skeleton, Text } from '@mantine/core';
import { dismissalReasonSchema } from '@model/recommendation.ts';
import { Section } from '../../../components/ui/page.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { reasonWords } from '../api/coach-words.ts';
import { type Statistics, useStatistics } from '../api/use-statistics.ts';
import classes from './effect.module.css';

/** How much of what the coach said was of use; asked anew whenever `version` changes. */
export function StatisticsTiles({ version }: { readonly version: string }) {
  return (
    <Section
      title="Does it help?"
      aside={
        <Text size="sm" c="dimmed">
          The last 180 days
        </Text>
      }
    >
      <LiveView live={useStatistics(version)} loading={<Skeleton height={84} radius="lg" />}>
        {(statistics) => <Tiles statistics={statistics} />}
      </LiveView>
    </Section>
  );
}

function Tiles({ statistics }: { readonly statistics: Statistics }) {
  const { helpful, notHelpful, accepted, dismissed, expired, pending } = statistics;
  const said = helpful + notHelpful;
  const tiles: readonly (readonly [word: string, figure: string])[] = [
    ['Found helpful', said === 0 ? '–' : `${helpful} of ${said}`],
    ['Taken up', String(accepted)],
    ['Dismissed', String(dismissed)],
    ['Expired', String(expired)],
    ['Still open', String(pending)],
  ];
  return (
    <>
      <dl className={classes.tiles}>
        {tiles.map(([word, figure]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      <Reasons statistics={statistics} />
    </>
  );
}

/** Why they were dismissed, the commonest reason first. */
function Reasons({ statistics: { reasons } }: { readonly statistics: Statistics }) {
  const given = dismissalReasonSchema.options
    .map((reason) => ({ reason, count: reasons[reason] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  if (given.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" mt="sm">
      Why not: {given.map(({ reason, count }) => `${reasonWords[reason]} (${count})`).join(', ')}
    </Text>
  );
}

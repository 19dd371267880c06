import { Button, Group, Progress, Text } from '@mantine/core';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import type { Insight } from '@model/insight.ts';
import { Clock, FileUp, PencilLine } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { Only } from '../../../components/ui/only.tsx';
import { Section } from '../../../components/ui/page.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { dayOf } from '../../../lib/days.ts';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { dayText, inputWords } from '../api/coach-words.ts';
import { useWrittenDays } from '../api/metrics.ts';
import { askedFor, fading, gainWords, remedyOf, type WrittenDay } from '../api/metrics-draft.ts';
import classes from './figures.module.css';
import { WrittenTable } from './figures-written.tsx';

const EnterFigures = lazy(() => import('./figures-enter.tsx'));
const ImportFigures = lazy(() => import('./figures-import.tsx'));

/** How much of the score rests on data, what is missing and what it would change, and the ways to tell it. */
export function FiguresPanel({ insight }: { readonly insight: Insight | null }) {
  const { tenant, mayEdit } = useSession();
  const [open, setOpen] = useState<'enter' | 'import' | null>(null);
  const today = dayOf(useNow(), tenant.timezone);
  const live = useWrittenDays(today);
  const days = live.status === 'ready' ? live.value : [];
  const close = () => setOpen(null);
  return (
    <>
      <Certainty insight={insight} />
      <Only least="editor">
        <Group gap="xs" mt="md">
          <Button leftSection={<PencilLine size={15} aria-hidden />} onClick={() => setOpen('enter')}>
            Enter figures
          </Button>
          <Button variant="default" leftSection={<FileUp size={15} aria-hidden />} onClick={() => setOpen('import')}>
            Import CSV
          </Button>
          {mayEdit && (
            <ButtonLink to="/templates/$templateId" params={{ templateId: 'weekly-figures' }} variant="subtle">
              Be asked every Monday
            </ButtonLink>
          )}
        </Group>
      </Only>
      <Fading days={days} today={today} />
      {insight !== null && <Missing insight={insight} />}
      <Section title="Written down">
        <LiveView live={live}>{(written: readonly WrittenDay[]) => <WrittenTable days={written} />}</LiveView>
      </Section>
      <Suspense>
        {open === 'enter' && live.status !== 'loading' && (
          <EnterFigures
            today={today}
            days={days}
            asked={askedFor(insight?.missing ?? [], days)}
            told={insight?.figures ?? {}}
            onClose={close}
          />
        )}
        {open === 'import' && <ImportFigures onClose={close} />}
      </Suspense>
    </>
  );
}

function Certainty({ insight }: { readonly insight: Insight | null }) {
  if (insight === null) {
    return (
      <Text>
        What you tell here the coach takes into account when it looks: cash, what you spend, what you owe, your margins.
      </Text>
    );
  }
  const { known } = insight;
  return (
    <section className={classes.certainty} aria-label="How sure the score is">
      <Text fw={600}>{known === 100 ? 'The score rests on data in full' : `${known}% of the score rests on data`}</Text>
      <Progress value={known} mt={8} aria-label={`${known}% of the score rests on data`} />
      <Text size="sm" c="dimmed" mt={8}>
        {known === 100
          ? 'Figures that only you know stay true for a month: tell them anew now and then.'
          : 'What is not known counts as nothing, so that to tell more can only raise the score.'}
      </Text>
    </section>
  );
}

/** What was told so long ago that it will soon not be known any more. */
function Fading({ days, today }: { readonly days: readonly WrittenDay[]; readonly today: string }) {
  const soon = fading(days, today);
  if (soon.length === 0) return null;
  return (
    <div className={classes.fading}>
      <Note tone="info" icon={Clock}>
        <Text size="sm">
          Tell anew, for after a month they are not known any more:{' '}
          {soon.map(({ name, until }) => `${FIGURE_WORDS[name].label} (known until ${dayText(until)})`).join(', ')}.
        </Text>
      </Note>
    </div>
  );
}

/** What is not known, the weightiest first. */
function Missing({ insight: { missing, unread } }: { readonly insight: Insight }) {
  if (missing.length === 0 && unread.length === 0) return null;
  return (
    <Section title="What is missing">
      <ul className={classes.missing}>
        {missing.map(({ input, points, text }) => (
          <li key={input}>
            <div>
              <Text fw={600}>{inputWords[input].label}</Text>
              <Text size="sm" c="dimmed">
                {remedyOf(text)}
              </Text>
            </div>
            <span className={classes.gain}>{gainWords(points)}</span>
          </li>
        ))}
        {unread.map((collection) => (
          <li key={collection}>
            <div>
              <Text fw={600}>{collection.replaceAll('_', ' ')}</Text>
              <Text size="sm" c="dimmed">
                There is more than the coach reads in a morning; what it would tell you can enter yourself.
              </Text>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

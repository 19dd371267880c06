import { Tabs } from '@mantine/core';
import type { Insight } from '@model/insight.ts';
import { lazy, type ReactNode, Suspense } from 'react';
import { Page } from '../../../components/ui/page.tsx';
import { BrokenDocument, ListSkeleton, LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { useArrival } from '../api/use-arrival.ts';
import { useInsights } from '../api/use-coach.ts';
import { ArrivalNote } from './arrival-note.tsx';
import classes from './coach.module.css';
import { CoachEmpty } from './coach-empty.tsx';
import { LookAgainButton } from './look-again-button.tsx';
import { Today } from './today.tsx';

const PlanList = lazy(async () => ({ default: (await import('./plan-list.tsx')).PlanList }));
const EffectTab = lazy(() => import('./effect-tab.tsx'));
const FiguresPanel = lazy(async () => ({ default: (await import('./figures-panel.tsx')).FiguresPanel }));

const COACH_TABS = ['plans', 'effect', 'figures'] as const;
type CoachTab = (typeof COACH_TABS)[number];
const WORDS: Readonly<Record<CoachTab | 'today', string>> = {
  today: 'Today',
  plans: 'Plans',
  effect: 'Effect',
  figures: 'Figures',
};

interface CoachProps {
  readonly tab: CoachTab | undefined;
  /** The way to sample data. */
  readonly sample: ReactNode;
  onTab(tab: CoachTab | undefined): void;
}

/** How the business fares, what the coach advises, and what became of it. */
export function Coach({ tab, sample, onTab }: CoachProps) {
  const { mayEdit } = useSession();
  const live = useInsights();
  const top = live.status === 'ready' ? live.value : null;
  const history = (top?.entries ?? []).flatMap(({ data }) => (data === null ? [] : [data]));
  const insight = history[0] ?? null;
  const arrival = useArrival(insight, top?.isKept ?? true);
  return (
    <Page
      title="Coach"
      subtitle={<LastLook insight={insight} />}
      actions={mayEdit && insight !== null && <LookAgainButton label="Look again" />}
    >
      <ArrivalNote insight={arrival.isNew ? insight : null} onClose={arrival.seen} />
      <Tabs
        value={tab ?? 'today'}
        onChange={(next) => onTab(COACH_TABS.find((one) => one === next))}
        keepMounted={false}
        classNames={{ list: classes.tabs, tab: classes.tab, panel: classes.panel }}
      >
        <Tabs.List aria-label="What the coach shows">
          {(['today', ...COACH_TABS] as const).map((one) => (
            <Tabs.Tab key={one} value={one}>
              {WORDS[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="today">
          <LiveView live={live}>
            {({ entries }) => (
              <>
                {entries[0]?.problem != null && <BrokenDocument path={entries[0].path} problem={entries[0].problem} />}
                {insight === null ? <CoachEmpty sample={sample} /> : <Today insight={insight} history={history} />}
              </>
            )}
          </LiveView>
        </Tabs.Panel>
        <Tabs.Panel value="plans">{inTime(<PlanList />)}</Tabs.Panel>
        <Tabs.Panel value="effect">{inTime(<EffectTab />)}</Tabs.Panel>
        <Tabs.Panel value="figures">
          <LiveView live={live}>{() => inTime(<FiguresPanel insight={insight} />)}</LiveView>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** When the coach looked last, or what it is there for. */
function LastLook({ insight }: { readonly insight: Insight | null }) {
  const { tenant } = useSession();
  const now = useNow();
  if (insight === null) return 'How your business fares, and what would help it.';
  const looked = `Last looked at ${dateTime(insight.updatedAt, tenant.timezone, now)}`;
  return insight.isSample ? `${looked}, sample data included` : looked;
}

function inTime(part: ReactNode): ReactNode {
  return (
    <Suspense
      fallback={
        <div role="status" aria-label="Loading">
          <ListSkeleton />
        </div>
      }
    >
      {part}
    </Suspense>
  );
}

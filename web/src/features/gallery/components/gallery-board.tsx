import { Tabs } from '@mantine/core';
import type { ModerationView } from '@model/gallery-views.ts';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Page } from '../../../components/ui/page.tsx';
import { ListSkeleton } from '../../../components/ui/states.tsx';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';
import { type GalleryFilter, getModeration } from '../api/gallery.ts';
import classes from './gallery.module.css';
import { GalleryBrowse } from './gallery-browse.tsx';

const OwnItems = lazy(() => import('./own-items.tsx'));
const Moderation = lazy(() => import('./moderation.tsx'));

const GALLERY_TABS = ['mine', 'moderation'] as const;
type GalleryTab = (typeof GALLERY_TABS)[number];

interface BoardProps {
  readonly tab: GalleryTab | undefined;
  readonly filter: GalleryFilter;
  onTab(tab: GalleryTab | undefined): void;
  onFilter(filter: GalleryFilter): void;
}

/** The gallery: what others share, what one shares oneself, and, for moderators, what waits to be let in. */
export function GalleryBoard({ tab, filter, onTab, onFilter }: BoardProps) {
  const [asked, setAsked] = useState(0);
  const moderation = useAnswer(`moderation ${asked}`, getModeration);
  const isModerator = moderation.status === 'ready' && moderation.value.isModerator;
  const shown = tab === 'moderation' && !isModerator && moderation.status === 'ready' ? undefined : tab;
  return (
    <Page isWide title="Gallery" subtitle="Playbooks that others share, and those that you share with them.">
      <Tabs
        value={shown ?? 'all'}
        onChange={(next) => onTab(GALLERY_TABS.find((one) => one === next))}
        keepMounted={false}
        classNames={{ list: classes.tabs, tab: classes.tab, panel: classes.panel }}
      >
        <Tabs.List aria-label="What the gallery shows">
          <Tabs.Tab value="all">All</Tabs.Tab>
          <Tabs.Tab value="mine">My items</Tabs.Tab>
          {isModerator && <Tabs.Tab value="moderation">{moderationTitle(moderation)}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="all">
          <GalleryBrowse filter={filter} onFilter={onFilter} />
        </Tabs.Panel>
        <Tabs.Panel value="mine">{inTime(<OwnItems />)}</Tabs.Panel>
        <Tabs.Panel value="moderation">
          {inTime(<Moderation live={moderation} onDone={() => setAsked(asked + 1)} />)}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function moderationTitle(live: Live<ModerationView>): string {
  const count = live.status === 'ready' ? live.value.waiting.length + live.value.reports.length : 0;
  return count === 0 ? 'Moderation' : `Moderation (${count})`;
}

function inTime(part: ReactNode): ReactNode {
  return <Suspense fallback={<ListSkeleton />}>{part}</Suspense>;
}

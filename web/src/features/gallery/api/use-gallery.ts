import type { GalleryCard } from '@model/gallery-views.ts';
import { useCallback, useRef, useState } from 'react';
import { messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';
import { type GalleryFilter, listGallery } from './gallery.ts';

interface Found {
  /** Of which question. */
  readonly key: string;
  readonly items: readonly GalleryCard[];
  readonly nextCursor: string | null;
}

export interface GalleryList {
  readonly live: Live<readonly GalleryCard[]>;
  readonly hasMore: boolean;
  readonly isReading: boolean;
  readonly failure: string | null;
  more(): void;
}

/** The items that are wanted, a page at a time. */
export function useGallery(filter: GalleryFilter): GalleryList {
  const { api } = useSession();
  const key = JSON.stringify([filter.q, filter.category, filter.sort]);
  const first = useAnswer<Found>(key, async (by) => ({ key, ...(await listGallery(by, filter, null)) }));
  const [rest, setRest] = useState<Found | null>(null);
  const [isReading, setIsReading] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const top = first.status === 'ready' ? first.value : null;
  const further = rest !== null && rest.key === top?.key ? rest : null;
  const cursor = further === null ? (top?.nextCursor ?? null) : further.nextCursor;
  const asked = useRef(key);
  asked.current = key;
  const more = useCallback(async () => {
    if (cursor === null) return;
    setIsReading(true);
    setFailure(null);
    try {
      const page = await listGallery(api, filter, cursor);
      if (asked.current !== key) return;
      setRest((before) => ({ ...page, key, items: [...(before?.key === key ? before.items : []), ...page.items] }));
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setIsReading(false);
    }
  }, [api, filter, key, cursor]);
  const live: GalleryList['live'] =
    first.status === 'ready' ? { ...first, value: [...first.value.items, ...(further?.items ?? [])] } : first;
  return { live, hasMore: cursor !== null && top?.key === key, isReading, failure, more: () => void more() };
}

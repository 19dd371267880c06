import { useReactFlow } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { type StatusLook, stepStatus } from '../../lib/status.ts';
import type { FlowItem, FlowLayout } from './layout.ts';

export const MIN_ZOOM = 0.08;
/** Smaller than this nothing can be read any more. */
const READABLE = 0.85;
const MARGIN = 28;
/** Room for the buttons, whatever else there is. */
const LEAST = 180;
const MOVE_MS = 220;

interface Shown {
  readonly layout: FlowLayout;
  readonly selected: string | null;
  readonly statuses: ReadonlyMap<string, StatusLook>;
}

/**
 * What of the picture is seen: all of it as long as it can be read, else its beginning, or where something happens.
 * Follows the selection, and the focus of the keyboard. Once a person has moved it, it stays.
 */
export function useFlowView(box: RefObject<HTMLDivElement | null>, { layout, selected, statuses }: Shown) {
  const flow = useReactFlow();
  const isMoved = useRef(false);
  const latest = useRef({ layout, statuses, selected });
  latest.current = { layout, statuses, selected };

  const show = useCallback(
    (id: string, how: { readonly isSudden: boolean }) => {
      const item = latest.current.layout.items.find((one) => one.id === id);
      if (item === undefined || box.current === null) return;
      const { x, y, zoom } = flow.getViewport();
      const { clientWidth, clientHeight } = box.current;
      const left = item.x * zoom + x;
      const top = item.y * zoom + y;
      const isSeen =
        left >= 0 && top >= 0 && left + item.width * zoom <= clientWidth && top + item.height * zoom <= clientHeight;
      if (isSeen) return;
      const duration = how.isSudden || prefersStill() ? 0 : MOVE_MS;
      const whole = latest.current.layout;
      const to = {
        x: clientWidth / 2 - (item.x + item.width / 2) * zoom,
        y: within(clientHeight / 2 - (item.y + item.height / 2) * zoom, clientHeight, whole.height * zoom),
        zoom,
      };
      void flow.setViewport(to, { duration });
    },
    [box, flow],
  );

  const begin = useCallback(() => {
    if (box.current === null) return;
    const { layout: whole, statuses: looks, selected: chosen } = latest.current;
    void flow.setViewport(firstView(whole, box.current.clientWidth, box.current.clientHeight));
    const focus = chosen ?? happeningIn(whole, looks);
    if (focus !== null) show(focus, { isSudden: true });
  }, [box, flow, show]);

  useEffect(() => {
    if (selected !== null) show(selected, { isSudden: false });
  }, [selected, show]);

  // Another plan, or another size, is looked at anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout is the reason
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const again = new ResizeObserver(() => !isMoved.current && begin());
    again.observe(element);
    const onFocus = ({ target }: FocusEvent) => {
      const step = target instanceof HTMLElement && target.matches(':focus-visible') ? target.dataset.step : undefined;
      // The browser scrolls to what has the focus by itself, which would move the picture out of its frame.
      element.querySelector('.react-flow')?.scrollTo(0, 0);
      if (step !== undefined) show(step, { isSudden: false });
    };
    element.addEventListener('focusin', onFocus);
    return () => {
      again.disconnect();
      element.removeEventListener('focusin', onFocus);
    };
  }, [box, begin, show, layout]);

  const noteMove = useCallback((event: unknown) => {
    if (event !== null) isMoved.current = true;
  }, []);
  const showWhole = useCallback(() => {
    isMoved.current = true;
    void flow.fitView({ padding: 0.06, maxZoom: 1, duration: prefersStill() ? 0 : MOVE_MS });
  }, [flow]);
  return { begin, noteMove, showWhole };
}

/** A beginning that leaves no room empty while there is more to see. */
function within(begin: number, room: number, size: number): number {
  return size + 2 * MARGIN <= room ? (room - size) / 2 : Math.min(MARGIN, Math.max(room - size - MARGIN, begin));
}

/** What all of it takes, in px. */
export function heightOf({ height }: FlowLayout): number {
  return Math.max(LEAST, height + 2 * MARGIN);
}

/** All of it where that can be read; else as wide as can be read, from its beginning. */
function firstView({ width, height, axis }: Pick<FlowLayout, 'width' | 'height' | 'axis'>, w: number, h: number) {
  const across = (w - 2 * MARGIN) / width;
  const down = (h - 2 * MARGIN) / height;
  const zoom = Math.min(1, Math.max(READABLE, Math.min(across, Math.max(down, READABLE))));
  const fits = width * zoom <= w - 2 * MARGIN;
  const x = fits ? (w - width * zoom) / 2 : w / 2 - axis * zoom;
  const y = Math.max(MARGIN, (h - height * zoom) / 2);
  return { x, y, zoom };
}

/** The first step that failed, waits or is under way. */
function happeningIn({ items }: FlowLayout, statuses: ReadonlyMap<string, StatusLook>): string | null {
  const telling = new Set<StatusLook | undefined>([stepStatus.failed, stepStatus.waiting, stepStatus.running]);
  const found = items.find((item): item is FlowItem => item.kind === 'step' && telling.has(statuses.get(item.id)));
  return found?.id ?? null;
}

function prefersStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

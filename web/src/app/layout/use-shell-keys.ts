import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { isCommandKey } from '../../lib/single-keys.ts';
import { usePages } from './page-links.tsx';
import { settingsPage } from './pages.ts';

/** Between the two keys of `g p`. */
const PAUSE_MS = 1_200;

interface Openers {
  openPalette(): void;
  openKeys(): void;
}

/** The keys that work on every page: ⌘K or Ctrl+K, `?`, and `g` with the letter of a page. */
export function useShellKeys(openers: Openers): void {
  const navigate = useNavigate();
  const pages = usePages();
  const latest = useRef({ ...openers, pages, navigate });
  latest.current = { ...openers, pages, navigate };
  useEffect(() => {
    let wentAt = Number.NEGATIVE_INFINITY;
    function press(event: KeyboardEvent) {
      const { openPalette, openKeys, pages: shown, navigate: go } = latest.current;
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        openPalette();
        return;
      }
      if (!isCommandKey(event)) return;
      const isSecond = event.timeStamp - wentAt < PAUSE_MS;
      wentAt = event.key === 'g' && !isSecond ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const page = isSecond ? [...shown, settingsPage].find(({ key }) => key === event.key) : undefined;
      if (page === undefined && event.key !== '?') return;
      event.preventDefault();
      if (page === undefined) openKeys();
      else void go({ to: page.to });
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** How the key for the palette is called here. */
export const paletteKey = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘K' : 'Ctrl K';

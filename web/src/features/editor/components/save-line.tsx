import { Check, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { SaveState } from '../api/draft-saver.ts';
import classes from './editor.module.css';

interface SaveLineProps {
  readonly saving: SaveState;
  /** False: nothing was changed yet. */
  readonly isBegun: boolean;
}

/** Whether what is on the page is kept. */
export function SaveLine({ saving, isBegun }: SaveLineProps) {
  const { icon: Icon, words } = lookOf(saving, isBegun);
  const isBad = saving.kind === 'failed' || saving.kind === 'conflict';
  return (
    <span className={classes.saving} data-bad={isBad || undefined} role="status">
      <Icon size={15} aria-hidden />
      {words}
    </span>
  );
}

function lookOf(saving: SaveState, isBegun: boolean) {
  switch (saving.kind) {
    case 'saved':
      return { icon: Check, words: isBegun ? 'Draft saved' : 'No changes yet' };
    case 'waiting':
    case 'saving':
      return { icon: LoaderCircle, words: 'Saving …' };
    case 'conflict':
      return { icon: TriangleAlert, words: 'Not saved' };
    case 'failed':
      return saving.isOffline
        ? { icon: CloudOff, words: 'Not saved: you are offline. It is kept here and saved once you are back.' }
        : { icon: TriangleAlert, words: `Not saved: ${saving.message}` };
  }
}

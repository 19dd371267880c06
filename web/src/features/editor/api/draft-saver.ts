import { ApiError, messageOf } from '../../../lib/api.ts';
import type { Edited } from './edited.ts';
import type { DraftState, SavedDraft } from './playbook-draft.ts';

/** Where the draft stands; `conflict`: somebody else has saved it meanwhile. */
export type SaveState =
  | { readonly kind: 'saved' | 'waiting' | 'saving' | 'conflict' }
  | { readonly kind: 'failed'; readonly message: string; readonly isOffline: boolean };

export interface SaverPorts {
  save(edited: Edited, state: DraftState): Promise<SavedDraft>;
  /** Does it after `ms`, unless it is called off by what it gives. */
  later(ms: number, act: () => void): () => void;
  told(state: SaveState): void;
  saved(draft: SavedDraft, edited: Edited): void;
}

const QUIET_MS = 800;
const AGAIN_MS = 10_000;

export interface Saver {
  change(edited: Edited): void;
  /** Saves what is not saved, now; false when that did not work. */
  flush(): Promise<boolean>;
  /** What is not saved; null when everything is. */
  unsaved(): Edited | null;
  state(): DraftState;
  /** Goes on from a draft as the server has it: what is not saved goes over it. */
  rebase(state: DraftState): void;
  /** What is not saved is not wanted any more. */
  drop(): void;
}

/** Saves a draft once nobody has changed it for a while, one save at a time, and again until it is saved. */
export function createSaver(first: DraftState, { save, later, told, saved }: SaverPorts): Saver {
  let draft = first;
  let latest: Edited | null = null;
  let isStuck = false;
  let callOff = () => {};
  let busy: Promise<boolean> | null = null;
  const wait = (ms: number) => {
    callOff();
    callOff = later(ms, () => void flush());
  };
  const once = async (edited: Edited): Promise<boolean> => {
    told({ kind: 'saving' });
    try {
      const answer = await save(edited, draft);
      draft = { revision: answer.revision, baseVersionId: answer.baseVersionId };
      if (latest === edited) latest = null;
      saved(answer, edited);
      return true;
    } catch (error) {
      const isConflict = error instanceof ApiError && error.code === 'draft_changed';
      const isOffline = error instanceof ApiError && error.status === 0;
      isStuck = isConflict;
      told(isConflict ? { kind: 'conflict' } : { kind: 'failed', message: messageOf(error), isOffline });
      if (!isConflict) wait(AGAIN_MS);
      return false;
    }
  };
  const all = async (): Promise<boolean> => {
    while (latest !== null) if (!(await once(latest))) return false;
    told({ kind: 'saved' });
    return true;
  };
  const flush = (): Promise<boolean> => {
    callOff();
    if (isStuck) return Promise.resolve(false);
    busy ??= all().finally(() => {
      busy = null;
    });
    return busy;
  };
  return {
    change(edited) {
      latest = edited;
      if (isStuck) return;
      told({ kind: busy === null ? 'waiting' : 'saving' });
      wait(QUIET_MS);
    },
    flush,
    unsaved: () => latest,
    state: () => draft,
    drop() {
      callOff();
      latest = null;
      told({ kind: 'saved' });
    },
    rebase(state) {
      draft = state;
      isStuck = false;
      if (latest === null) told({ kind: 'saved' });
    },
  };
}

import { useEffect, useMemo, useRef, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { createSaver, type Saver, type SaveState } from './draft-saver.ts';
import type { Edited } from './edited.ts';
import { begin, change, type History, redo, undo } from './history.ts';
import { type DraftState, getDraft, type LoadedDraft, type SavedDraft, saveDraft } from './playbook-draft.ts';
import { readEdited } from './read-edited.ts';
import { type PlacedProblem, placeProblems } from './selection.ts';

/** What could not be saved before its page was left, by tenant and playbook: it goes on when one comes back. */
const kept = new Map<string, { readonly edited: Edited; readonly state: DraftState }>();

/** What the editor shows of a draft, and how it is changed. */
export interface Editing {
  readonly edited: Edited;
  /** `field` names what is typed in, so that a word is undone and not a letter; null for what stands for itself. */
  change(next: Edited, field: string | null): void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly saving: SaveState;
  readonly check: SavedDraft;
  readonly problems: readonly PlacedProblem[];
  /** Whether the answer to the last change has come. */
  readonly isChecked: boolean;
  /** Saves now; false when that did not work. */
  flush(): Promise<boolean>;
  state(): DraftState;
  /** After a conflict: shows what others have saved, and forgets what was not. */
  takeTheirs(): Promise<void>;
  /** After a conflict: what is shown here goes over what others have saved. */
  keepMine(): Promise<boolean>;
  /** Where something else is live than when this began: it may go over that, too. */
  goOver(): Promise<boolean>;
  /** Nothing of it is wanted any more. */
  forget(): void;
}

export function useEditor(playbookId: string, loaded: LoadedDraft): Editing {
  const { api, orgId } = useSession();
  const key = `${orgId}/${playbookId}`;
  const [first] = useState(() => kept.get(key) ?? { edited: readEdited(loaded.content), state: loaded });
  const [history, setHistory] = useState<History<Edited>>(() => begin(first.edited));
  const [saving, setSaving] = useState<SaveState>({ kind: 'saved' });
  const [checked, setChecked] = useState(() => ({ check: loaded as SavedDraft, of: readEdited(loaded.content) }));
  const [saver] = useState<Saver>(() =>
    createSaver(first.state, {
      save: (edited, state) => saveDraft(api, playbookId, edited, state),
      later: (ms, act) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
      told: setSaving,
      saved: (check, of) => {
        kept.delete(key);
        setChecked({ check, of });
      },
    }),
  );
  useSavedAlways(saver, key, first.edited);
  const { past, present, future } = history;
  const known = useTelling(saver, present);
  const problems = useMemo(() => placeProblems(checked.of, checked.check.problems), [checked]);
  const adopt = async (isTheirs: boolean, isOverLive = false): Promise<boolean> => {
    const draft = await getDraft(api, playbookId);
    const theirs = readEdited(draft.content);
    saver.rebase({ revision: draft.revision, baseVersionId: isOverLive ? draft.liveVersionId : draft.baseVersionId });
    if (!isTheirs) {
      saver.change(present);
      return saver.flush();
    }
    saver.drop();
    setChecked({ check: draft, of: theirs });
    known.current = theirs;
    setHistory((now) => change(now, theirs, null, 0));
    return true;
  };
  return {
    edited: present,
    change: (next, field) => setHistory((now) => change(now, next, field, performance.now())),
    undo: past.length > 0 ? () => setHistory(undo) : null,
    redo: future.length > 0 ? () => setHistory(redo) : null,
    saving,
    check: checked.check,
    problems,
    isChecked: saving.kind === 'saved',
    flush: saver.flush,
    state: saver.state,
    takeTheirs: async () => void (await adopt(true)),
    keepMine: () => adopt(false),
    goOver: () => adopt(false, true),
    forget: () => {
      kept.delete(key);
      saver.drop();
    },
  };
}

/** Every change of what is shown is to be saved; what came from the server is not. */
function useTelling(saver: Saver, present: Edited) {
  const known = useRef(present);
  useEffect(() => {
    if (known.current === present) return;
    known.current = present;
    saver.change(present);
  }, [saver, present]);
  return known;
}

/** Saves when the page is left, hidden, or online again; what cannot be saved is kept until somebody comes back. */
function useSavedAlways(saver: Saver, key: string, first: Edited): void {
  const start = useRef(first);
  useEffect(() => {
    if (kept.has(key)) saver.change(start.current);
    const save = () => {
      if (saver.unsaved() !== null) void saver.flush();
    };
    const hold = (event: BeforeUnloadEvent) => {
      if (saver.unsaved() === null) return;
      save();
      event.preventDefault();
    };
    window.addEventListener('online', save);
    window.addEventListener('blur', save);
    window.addEventListener('beforeunload', hold);
    document.addEventListener('visibilitychange', save);
    return () => {
      window.removeEventListener('online', save);
      window.removeEventListener('blur', save);
      window.removeEventListener('beforeunload', hold);
      document.removeEventListener('visibilitychange', save);
      const edited = saver.unsaved();
      if (edited === null) return;
      kept.set(key, { edited, state: saver.state() });
      void saver.flush();
    };
  }, [saver, key]);
}

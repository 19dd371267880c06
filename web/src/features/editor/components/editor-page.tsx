import { Button, SegmentedControl } from '@mantine/core';
import type { PlaybookStatus } from '@model/playbook.ts';
import { CircleAlert, Rocket } from 'lucide-react';
import { useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { BackLink } from '../../../components/ui/links.tsx';
import { Page } from '../../../components/ui/page.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { playbookStatus } from '../../../lib/status.ts';
import type { StepTypes } from '../../../lib/step-types.ts';
import type { LoadedDraft } from '../api/playbook-draft.ts';
import type { PlacedProblem, Selection } from '../api/selection.ts';
import { useEditor } from '../api/use-editor.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import classes from './editor.module.css';
import { Actions } from './editor-actions.tsx';
import { Shown, type View } from './editor-views.tsx';
import { Problems } from './problems.tsx';
import { Publishing } from './publishing.tsx';
import { SaveLine } from './save-line.tsx';
import { useShortcuts } from './use-shortcuts.ts';

interface EditorPageProps {
  readonly playbookId: string;
  readonly status: PlaybookStatus;
  readonly loaded: LoadedDraft;
  readonly types: StepTypes;
  onPublished(): void;
}

const VIEWS = [
  { value: 'list', label: 'List' },
  { value: 'picture', label: 'Picture' },
  { value: 'json', label: 'JSON' },
  { value: 'yaml', label: 'YAML' },
] satisfies { value: View; label: string }[];
const isView = (value: string): value is View => VIEWS.some((view) => view.value === value);

/** The draft of a playbook: its parts at the left, the form of one of them at the right, or all of it as text. */
export function EditorPage(props: EditorPageProps) {
  const { playbookId, status, loaded, onPublished } = props;
  const editing = useEditor(playbookId, loaded);
  const { edited, saving, flush } = editing;
  const isBegun = editing.state().revision > 0 || editing.undo !== null;
  const [view, setView] = useState<View>('list');
  const [unkept, setUnkept] = useState<string | null>(null);
  const [wanted, setWanted] = useState<View | null>(null);
  const [selected, setSelected] = useState<{ selection: Selection | null; isJump: boolean }>(() => ({
    selection: matchMedia('(min-width: 62.01em)').matches ? firstOf(loaded) : null,
    isJump: false,
  }));
  const select = (selection: Selection | null, isJump = false) => setSelected({ selection, isJump });
  const jump = ({ where }: PlacedProblem) => {
    setView('list');
    select(where, true);
  };
  const [isPublishing, setIsPublishing] = useState(false);
  const publish = () => void flush().then((isSaved) => isSaved && setIsPublishing(true));
  useShortcuts({ save: () => void flush(), publish, undo: editing.undo, redo: editing.redo });
  const show = (next: View) => {
    if (unkept !== null) return setWanted(next);
    setView(next);
  };
  return (
    <Page
      title={edited.name.trim() || 'Without a name'}
      isWide
      mark={<StatusPill look={playbookStatus[status]} />}
      back={
        <BackLink to="/playbooks/$playbookId" params={{ playbookId }}>
          Back to the playbook
        </BackLink>
      }
      actions={
        <Actions playbookId={playbookId} editing={editing} isBegun={isBegun} onDiscarded={onPublished}>
          <Button leftSection={<Rocket size={16} aria-hidden />} onClick={publish}>
            {status === 'draft' ? 'Save …' : 'Publish …'}
          </Button>
        </Actions>
      }
    >
      <div className={classes.views}>
        <SegmentedControl
          aria-label="How it is shown"
          data={VIEWS}
          value={view}
          onChange={(value) => isView(value) && show(value)}
        />
        <div className={classes.bar}>
          <Problems edited={edited} problems={editing.problems} onJump={jump} />
          <SaveLine saving={saving} isBegun={isBegun} />
        </div>
      </div>
      {editing.check.liveVersionId !== editing.check.baseVersionId && <Behind />}
      <Shown
        {...props}
        {...selected}
        editing={editing}
        view={view}
        onSelect={select}
        onList={() => setView('list')}
        onUnkept={setUnkept}
      />
      <LeaveText
        isAsked={wanted !== null}
        onStay={() => setWanted(null)}
        onLeave={() => {
          if (wanted !== null) setView(wanted);
          setWanted(null);
          setUnkept(null);
        }}
      />
      {isPublishing && (
        <Publishing
          playbookId={playbookId}
          status={status}
          editing={editing}
          onJump={(problem) => {
            setIsPublishing(false);
            jump(problem);
          }}
          onPublished={onPublished}
          onClose={() => setIsPublishing(false)}
        />
      )}
      {saving.kind === 'conflict' && <ConflictDialog editing={editing} />}
    </Page>
  );
}

function Behind() {
  return (
    <div style={{ marginBottom: 16 }}>
      <Note tone="warn" icon={CircleAlert}>
        Somebody has published another version since this draft was begun. Publishing will ask.
      </Note>
    </div>
  );
}

interface LeaveTextProps {
  readonly isAsked: boolean;
  onStay(): void;
  onLeave(): void;
}

function LeaveText({ isAsked, onStay, onLeave }: LeaveTextProps) {
  return (
    <Confirm
      opened={isAsked}
      title="Leave this text as it was?"
      confirm="Leave it"
      keep="Put it right"
      busy={false}
      onClose={onStay}
      onConfirm={onLeave}
    >
      It has mistakes, so what was changed since is not kept. The playbook stays as it was before them.
    </Confirm>
  );
}

function firstOf({ content }: LoadedDraft): Selection {
  const id = content.steps[0]?.id;
  return typeof id === 'string' ? { kind: 'step', id } : { kind: 'general' };
}

import type { Playbook } from '@model/playbook.ts';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { Palette } from '../../features/palette/components/palette.tsx';
import { useCommandEntries, usePageEntries, useTenantEntries } from './palette-commands.ts';
import {
  useExecutionEntries,
  useFoundById,
  usePlaybookEntries,
  useSkillEntries,
  useTemplateEntries,
} from './palette-things.ts';

const ResumePlaybook = lazy(() => import('../../features/playbooks/components/resume-playbook.tsx'));

interface ShellPaletteProps {
  /** What is looked for to begin with. */
  readonly start: string;
  /** The keys of the app are asked for. */
  onKeys(): void;
  onClose(): void;
}

/** The palette over everything this app has; what it lists is read when it is opened, and not before. */
export default function ShellPalette({ start, onKeys, onClose }: ShellPaletteProps) {
  const [text, setText] = useState(start);
  const [resuming, setResuming] = useState<{ readonly id: string; readonly playbook: Playbook } | null>(null);
  const isResuming = useRef(false);
  const pages = usePageEntries();
  const { commands, always } = useCommandEntries(text, onKeys);
  const playbooks = usePlaybookEntries((id, playbook) => {
    isResuming.current = true;
    setResuming({ id, playbook });
  });
  const executions = useExecutionEntries();
  const skills = useSkillEntries();
  const templates = useTemplateEntries();
  const tenants = useTenantEntries();
  const byId = useFoundById(text);
  const groups = useMemo(
    () => [
      { title: 'Found by its id', entries: byId },
      { title: 'Commands', entries: commands },
      { title: 'Recent executions', entries: executions },
      { title: 'Pages', entries: pages },
      { title: 'Playbooks', entries: playbooks.entries },
      { title: 'Businesses', entries: tenants, most: tenants.length },
      { title: 'Skills', entries: skills, isElsewhere: true },
      { title: 'Templates', entries: templates, isElsewhere: true },
    ],
    [byId, pages, playbooks.entries, executions, commands, tenants, skills, templates],
  );
  if (resuming !== null) {
    return (
      <Suspense>
        <ResumePlaybook playbookId={resuming.id} playbook={resuming.playbook} onClose={onClose} />
      </Suspense>
    );
  }
  return (
    <Palette
      text={text}
      groups={groups}
      always={always}
      isLoading={playbooks.isLoading}
      onText={setText}
      // What asks something more takes the place of the palette.
      onClose={() => isResuming.current || onClose()}
    />
  );
}

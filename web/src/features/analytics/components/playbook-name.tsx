import { isStored, TASKS } from '@model/ids.ts';
import { TextLink } from '../../../components/ui/links.tsx';
import type { Analytics } from '../api/get-analytics.ts';

type Named = Pick<Analytics['playbooks'][number], 'playbookId' | 'name'>;

/** Work that is no playbook is counted as a whole. */
export function nameOf({ playbookId, name }: Named): string {
  return playbookId === TASKS ? 'Tasks' : name;
}

/** A playbook's name, leading to it. */
export function PlaybookName({ of }: { readonly of: Named }) {
  if (!isStored(of.playbookId)) return nameOf(of);
  return (
    <TextLink to="/playbooks/$playbookId" params={{ playbookId: of.playbookId }}>
      {nameOf(of)}
    </TextLink>
  );
}

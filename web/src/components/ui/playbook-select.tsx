import { Select } from '@mantine/core';
import { tenantPaths } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import { useState } from 'react';
import { useSession } from '../../lib/session.ts';
import { useCollection, useDocument } from '../../lib/use-live.ts';

/** A shop has some dozen playbooks; whose is not among so many is still found by its name. */
const MOST = 200;

interface PlaybookSelectProps {
  readonly value: string | undefined;
  onChange(playbookId: string | undefined): void;
}

/** One playbook, or any. The playbooks are read when the list is opened, the chosen one before. */
export function PlaybookSelect({ value: chosen, onChange }: PlaybookSelectProps) {
  const { orgId } = useSession();
  const [isWanted, setIsWanted] = useState(false);
  const listed = useCollection(isWanted ? queries.playbooks(orgId, { limit: MOST }) : null);
  const one = useDocument(chosen === undefined || isWanted ? null : tenantPaths(orgId).playbook(chosen));
  const entries = listed.status === 'ready' ? listed.value : [];
  const known = entries.map(({ id, data }) => ({ value: id, label: data?.name ?? id }));
  const isKnown = chosen === undefined || known.some(({ value }) => value === chosen);
  const name = one.status === 'ready' ? one.value?.data?.name : undefined;
  const data = isKnown ? known : [{ value: chosen, label: name ?? chosen }, ...known];
  return (
    <Select
      aria-label="Playbook"
      placeholder="Any playbook"
      data={data.sort((a, b) => a.label.localeCompare(b.label))}
      value={chosen ?? null}
      onChange={(value) => onChange(value ?? undefined)}
      onDropdownOpen={() => setIsWanted(true)}
      nothingFoundMessage={isWanted && listed.status !== 'ready' ? 'One moment…' : 'No playbook has this name'}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Any playbook' }}
      limit={60}
      maxDropdownHeight={320}
    />
  );
}

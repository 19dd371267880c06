import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import { useCallback } from 'react';
import { dayOf } from '../../../lib/days.ts';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { executionsCsv, MOST_EXPORTED, readForExport } from '../api/executions-csv.ts';
import { type ExecutionsSearch, filterOf } from '../api/search-params.ts';

/** What the filters find, as a table for a spreadsheet. */
export function ExportButton({ search }: { readonly search: ExecutionsSearch }) {
  const { orgId, tenant } = useSession();
  const write = useCallback(async () => {
    const now = new Date();
    const entries = await readForExport(orgId, filterOf(search, tenant.timezone, now));
    save(executionsCsv(entries, now), `executions-${dayOf(now, tenant.timezone)}.csv`);
  }, [orgId, tenant.timezone, search]);
  const { busy, run } = useCommand(write, 'The executions could not be exported');
  return (
    <Button
      variant="default"
      leftSection={<Download size={16} aria-hidden />}
      loading={busy}
      onClick={() => void run()}
      title={`The newest ${MOST_EXPORTED.toLocaleString('en-US')} of what is shown, as a table for a spreadsheet`}
    >
      Export
    </Button>
  );
}

/** With a mark in front, by which spreadsheets know that it is UTF-8. */
function save(csv: string, name: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has to have begun with it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

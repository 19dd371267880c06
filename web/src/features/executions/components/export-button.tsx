import { Button, Menu } from '@mantine/core';
import { ChevronDown, Download, FileSpreadsheet, FileText, X } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { dayOf } from '../../../lib/days.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { exportExecutions, type Format, type Progress, progressWords } from '../api/export-executions.ts';
import { type ExecutionsSearch, filterOf } from '../api/search-params.ts';

/** What the filters find, all of it, as a file; while it comes, how far it is and the way to end it. */
export function ExportButton({ search }: { readonly search: ExecutionsSearch }) {
  const { progress, begin, cancel } = useExport(search);
  if (progress !== null) {
    return (
      <>
        <span role="status">{progressWords(progress)}</span>
        <Button variant="default" leftSection={<X size={16} aria-hidden />} onClick={cancel}>
          Cancel the export
        </Button>
      </>
    );
  }
  return (
    <Menu position="bottom-end" shadow="md" radius="lg" width={220}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Download size={16} aria-hidden />}
          rightSection={<ChevronDown size={15} aria-hidden />}
          title="Everything that these filters find, as a table for a spreadsheet"
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<FileText size={15} aria-hidden />} onClick={() => begin('csv')}>
          CSV…
        </Menu.Item>
        <Menu.Item leftSection={<FileSpreadsheet size={15} aria-hidden />} onClick={() => begin('xlsx')}>
          Excel (XLSX)…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useExport(search: ExecutionsSearch) {
  const { api, config, tenant } = useSession();
  const { timezone } = tenant;
  const [progress, setProgress] = useState<Progress | null>(null);
  const controller = useRef<AbortController | null>(null);
  const write = useCallback(
    async (format: Format) => {
      const now = new Date();
      const ending = new AbortController();
      controller.current = ending;
      setProgress({ bytes: 0, rows: null, total: null });
      const how = { filter: filterOf(search, timezone, now), format, signal: ending.signal, onProgress: setProgress };
      try {
        const { file, rows } = await exportExecutions(api, config, how);
        saveFile(`executions-${dayOf(now, timezone)}.${format}`, file);
        toastDone(
          rows === null ? 'Exported' : `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'} exported`,
        );
      } catch (error) {
        if (!ending.signal.aborted) throw error;
        toastDone('The export was canceled');
      } finally {
        setProgress(null);
      }
    },
    [api, config, timezone, search],
  );
  const { run } = useCommand(write, 'The executions could not be exported');
  return {
    progress,
    begin: (format: Format) => void run(format),
    cancel: () => controller.current?.abort(),
  };
}

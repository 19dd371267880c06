import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { FileUp, TriangleAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { sendTable, type TableLook } from '../api/metrics.ts';
import { sizeWords, tableText } from '../api/metrics-draft.ts';
import { TablePreview } from './figures-preview.tsx';

const MOST_BYTES = 200_000;
const EXAMPLE = 'Date;Cash;Burn a month;Net margin\n2026-11-16;12,400;3,000;8 %\n2026-11-23;11,700;3,000;7 %';

/** Takes a table from a file or the clipboard, shows what it would write, and writes it. */
export default function ImportFigures({ onClose }: { onClose(): void }) {
  const { api } = useSession();
  const [csv, setCsv] = useState('');
  const [look, setLook] = useState<TableLook | null>(null);
  const [isTooLarge, setIsTooLarge] = useState(false);
  const preview = useCommand(
    useCallback(async (text: string) => setLook(await sendTable(api, text, true)), [api]),
    'The table was not read',
  );
  const write = useCommand(
    useCallback(
      async (text: string) => {
        const { days } = await sendTable(api, text, false);
        toastDone(`${sizeWords(days)} written down`);
        onClose();
      },
      [api, onClose],
    ),
    'Nothing was written down',
  );
  function take(text: string, isRead: boolean) {
    setCsv(text);
    setLook(null);
    const isLarge = text.length > MOST_BYTES;
    setIsTooLarge(isLarge);
    if (isRead && !isLarge) void preview.run(text);
  }
  const isReady = look !== null && look.problems.length === 0 && look.days.length > 0;
  return (
    <Dialog title="Import figures" size="xl" onClose={onClose}>
      <Stack>
        <Text size="sm">
          A line for each day, a column for each figure. The first line names them: Date, and Cash, Burn a month, Net
          margin and so on, as they are called here.
        </Text>
        <TableInput csv={csv} isTooLarge={isTooLarge} onText={(text) => take(text, false)} onFile={takeFile} />
        {look !== null && <TablePreview look={look} />}
        {look !== null && look.problems.length === 0 && look.days.length === 0 && (
          <Note tone="info" icon={TriangleAlert} role="status">
            <Text size="sm">All of this is written down already.</Text>
          </Note>
        )}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        {isReady ? (
          <Button loading={write.busy} onClick={() => void write.run(csv)}>
            Write {sizeWords(look.days)} down
          </Button>
        ) : (
          <Button
            loading={preview.busy}
            disabled={csv.trim() === '' || isTooLarge}
            onClick={() => void preview.run(csv)}
          >
            Have a look at it
          </Button>
        )}
      </Group>
    </Dialog>
  );

  async function takeFile(file: File) {
    // Two bytes a letter at most; more is no table of figures, and is not read.
    if (file.size <= 2 * MOST_BYTES) return take(tableText(await file.arrayBuffer()), true);
    take('', false);
    setIsTooLarge(true);
  }
}

interface TableInputProps {
  readonly csv: string;
  readonly isTooLarge: boolean;
  onText(text: string): void;
  onFile(file: File): Promise<void>;
}

function TableInput({ csv, isTooLarge, onText, onFile }: TableInputProps) {
  return (
    <>
      <Group>
        <FileButton
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(file) => {
            if (file !== null) void onFile(file);
          }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<FileUp size={15} aria-hidden />} data-autofocus>
              Choose a file
            </Button>
          )}
        </FileButton>
      </Group>
      <Textarea
        label="Or paste the table"
        placeholder={EXAMPLE}
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        value={csv}
        error={isTooLarge ? 'A table has at most 200 KB' : undefined}
        onChange={({ currentTarget }) => onText(currentTarget.value)}
      />
    </>
  );
}

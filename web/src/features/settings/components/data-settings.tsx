import { Button, Card, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { Download, Trash2 } from 'lucide-react';
import { type FormEvent, type ReactNode, useCallback, useState } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { saveFile } from '../../../lib/save-file.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { eraseTenant, exportTenant } from '../api/tenant-data.ts';
import { Heading } from './heading.tsx';
import { SheetsLogCard } from './sheets-log-card.tsx';

/** Taking the data along, trying things with data that is made up, and erasing it. */
export function DataSettings({ sample }: { readonly sample: ReactNode }) {
  return (
    <>
      <Heading title="Export">To take along what is yours, or to keep a copy.</Heading>
      <Card>
        <Only least="owner">
          <ExportPart />
        </Only>
      </Card>
      <Heading title="Google Sheets log">What your playbooks did, in a sheet of yours, row by row.</Heading>
      <SheetsLogCard />
      <Heading title="Sample data">To see what playbooks do before your own data is here.</Heading>
      {sample}
      <Heading title="Erase the business">Playbooks, executions, data, keys, team: all of it, for good.</Heading>
      <Card>
        <Only least="owner">
          <ErasePart />
        </Only>
      </Card>
    </>
  );
}

function ExportPart() {
  const { api, config, orgId } = useSession();
  const [bytes, setBytes] = useState<number | null>(null);
  const download = useCommand(
    useCallback(async () => {
      setBytes(0);
      try {
        const file = await exportTenant(api, config, setBytes);
        saveFile(`${orgId}.ndjson`, file);
        toastDone('The export is in your downloads');
      } finally {
        setBytes(null);
      }
    }, [api, config, orgId]),
    'Nothing was exported',
  );
  return (
    <>
      <Text size="sm">
        Everything that the business has in one file: a line of JSON for each document. Secrets and keys are left out.
      </Text>
      <Group mt="md">
        <Button
          variant="default"
          leftSection={<Download size={15} aria-hidden />}
          loading={download.busy}
          onClick={() => download.run()}
        >
          Export everything
        </Button>
        {bytes !== null && (
          <Text size="sm" c="dimmed" role="status">
            {(bytes / 1_000_000).toFixed(1)} MB so far
          </Text>
        )}
      </Group>
    </>
  );
}

function ErasePart() {
  const { api, tenant, reload } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const erase = useCommand(
    useCallback(
      async (confirm: string) => {
        await eraseTenant(api, confirm);
        toastDone(`${tenant.name} is being erased`);
        await reload();
      },
      [api, tenant.name, reload],
    ),
    'Nothing was erased',
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed.trim() === tenant.name) void erase.run(typed.trim());
  }
  return (
    <>
      <Text size="sm">
        Nothing starts from that moment on, and nothing can be brought back. Export first what you want to keep.
      </Text>
      <Button
        mt="md"
        color="red"
        variant="outline"
        leftSection={<Trash2 size={15} aria-hidden />}
        onClick={() => setIsAsking(true)}
      >
        Erase {tenant.name}…
      </Button>
      <Modal opened={isAsking} onClose={() => setIsAsking(false)} title={`Erase ${tenant.name}?`}>
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label="Type the name of the business"
              description={tenant.name}
              autoComplete="off"
              data-autofocus
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setIsAsking(false)}>
                Keep it
              </Button>
              <Button type="submit" color="red" loading={erase.busy} disabled={typed.trim() !== tenant.name}>
                Erase for good
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

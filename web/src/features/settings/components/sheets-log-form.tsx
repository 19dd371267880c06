import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Only } from '../../../components/ui/only.tsx';
import { showFieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { keepSheetsLog, type SheetsLogState } from '../api/sheets-log.ts';

interface SheetsLogFormProps {
  readonly log: SheetsLogState;
  onChanged(): void;
  /** Left out where there is nothing to go back to. */
  readonly onCancel?: () => void;
}

/** Where the log is to be kept. */
export function SheetsLogForm({ log, onChanged, onCancel }: SheetsLogFormProps) {
  const { api } = useSession();
  const [address, setAddress] = useState('');
  const [isPlatforms, setIsPlatforms] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const keep = useCommand(
    useCallback(
      async (spreadsheetId: string | null) => {
        setErrors({});
        await keepSheetsLog(api, { spreadsheetId, connectionId: null, isPaused: false });
        toastDone('The log is kept from now on');
        onChanged();
      },
      [api, onChanged],
    ),
    'No log is kept',
    (error) => showFieldErrors(error, setErrors),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    void keep.run(isPlatforms ? null : address);
  }
  return (
    <form onSubmit={submit}>
      <Only least="admin">
        <Stack mt={onCancel ? 'md' : 0}>
          <Text size="sm">
            A row for each execution that has ended: when, which playbook, its inputs, how it ended, what came out and
            how long it took. Share the sheet with the address of your Google connection, as an editor.
          </Text>
          {log.hasPlatformSheet && (
            <Switch
              label="In the platform’s own sheet"
              checked={isPlatforms}
              onChange={({ currentTarget }) => setIsPlatforms(currentTarget.checked)}
            />
          )}
          {!isPlatforms && (
            <TextInput
              label="Google sheet"
              description={`Its address, as the browser shows it. The tab ${log.tab} is made where there is none.`}
              placeholder="https://docs.google.com/spreadsheets/d/…"
              inputMode="url"
              autoComplete="off"
              value={address}
              error={errors.spreadsheetId}
              onChange={({ currentTarget }) => setAddress(currentTarget.value)}
            />
          )}
          {errors.connectionId !== undefined && (
            <Text size="sm" c="red" role="alert">
              {errors.connectionId}{' '}
              <TextLink to="/settings/connections" search={{ connector: 'google' }}>
                Connect Google
              </TextLink>
            </Text>
          )}
          <Group>
            <Button type="submit" loading={keep.busy} disabled={!isPlatforms && address.trim() === ''}>
              Keep a log
            </Button>
            {onCancel && (
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
            )}
          </Group>
        </Stack>
      </Only>
    </form>
  );
}

import { Button, Group, Stack, Text } from '@mantine/core';
import type { JsonObject } from '@model/json.ts';
import type { PlaybookInput } from '@model/playbook.ts';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { InputFields, useInputs } from '../../../components/ui/input-fields.tsx';

interface InstallFormProps {
  readonly asks: readonly PlaybookInput[];
  readonly busy: boolean;
  onSubmit(inputs: JsonObject): void;
  onClose(): void;
}

/** Asks for what its publisher has left out; what is left open is asked for whenever it is run. */
export function InstallForm({ asks, busy, onSubmit, onClose }: InstallFormProps) {
  const { form, given } = useInputs(asks.map((input) => ({ ...input, required: false })));
  return (
    <Dialog onClose={onClose} title="Install">
      <form onSubmit={form.onSubmit((values) => onSubmit(given(values)))}>
        <Stack>
          <Text size="sm">
            It wants to know this. What you leave empty is asked for at each run; you can change all of it later.
          </Text>
          <InputFields inputs={asks.map((input) => ({ ...input, required: false }))} form={form} />
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Install it
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

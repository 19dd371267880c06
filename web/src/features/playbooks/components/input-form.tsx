import { Button, Group, Stack } from '@mantine/core';
import type { JsonObject } from '@model/json.ts';
import type { PlaybookInput } from '@model/playbook.ts';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { InputFields, useInputs } from '../../../components/ui/input-fields.tsx';

interface InputFormProps {
  readonly inputs: readonly PlaybookInput[];
  readonly dryRun: boolean;
  readonly busy: boolean;
  onSubmit(inputs: JsonObject): void;
  onClose(): void;
}

/** Asks for what a playbook wants to know before it starts. */
export default function InputForm({ inputs, dryRun, busy, onSubmit, onClose }: InputFormProps) {
  const { form, given } = useInputs(inputs);
  return (
    <Dialog onClose={onClose} title={dryRun ? 'Dry run' : 'Run now'}>
      <form onSubmit={form.onSubmit((values) => onSubmit(given(values)))}>
        <Stack>
          <InputFields inputs={inputs} form={form} />
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              {dryRun ? 'Start dry run' : 'Run now'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

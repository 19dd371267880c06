import { Button, Group, Text } from '@mantine/core';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Verbatim } from '../../../components/ui/verbatim.tsx';
import type { NewKey } from '../api/api-keys.ts';

/** A new key, this one time: only its digest is stored. */
export function ShownKey({ shown: { name, key }, onClose }: { readonly shown: NewKey; onClose(): void }) {
  return (
    <Dialog onClose={onClose} title={`The key “${name}”`} closeOnClickOutside={false}>
      <Text size="sm" mb="sm">
        Copy it now: it is not stored, and nobody can show it again.
      </Text>
      <Verbatim>{key}</Verbatim>
      <Group justify="flex-end" mt="lg">
        <CopyButton text={key} />
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Dialog>
  );
}

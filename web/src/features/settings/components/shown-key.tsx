import { Button, CopyButton, Group, Modal, Text } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import type { NewKey } from '../api/api-keys.ts';
import classes from './settings.module.css';

/** A new key, this one time: only its digest is stored. */
export function ShownKey({ shown: { name, key }, onClose }: { readonly shown: NewKey; onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title={`The key “${name}”`} closeOnClickOutside={false}>
      <Text size="sm" mb="sm">
        Copy it now: it is not stored, and nobody can show it again.
      </Text>
      <code className={classes.key} data-testid="api-key">
        {key}
      </code>
      <Group justify="flex-end" mt="lg">
        <CopyButton value={key} timeout={4_000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Modal>
  );
}

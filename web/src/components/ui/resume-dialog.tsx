import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import type { HeldChoice } from '@model/pause.ts';
import { type ReactNode, useState } from 'react';

const choices: readonly { readonly value: HeldChoice; readonly label: string; readonly description: string }[] = [
  {
    value: 'latest',
    label: 'The latest of each',
    description: 'What each trigger would have done last is made up for',
  },
  { value: 'all', label: 'All of it', description: 'Everything is made up for, the oldest first' },
  { value: 'none', label: 'None of it', description: 'What was missed is noted as skipped, and stays so' },
];

interface ResumeDialogProps {
  readonly title: string;
  /** How much was held back. */
  readonly children: ReactNode;
  readonly busy: boolean;
  onResume(held: HeldChoice): void;
  onClose(): void;
}

/** Ends a pause, and asks what becomes of what it held back. */
export default function ResumeDialog({ title, children, busy, onResume, onClose }: ResumeDialogProps) {
  const [held, setHeld] = useState<HeldChoice>('latest');
  return (
    <Modal opened onClose={onClose} title={title}>
      <Text size="sm" component="div">
        {children}
      </Text>
      <Radio.Group
        mt="md"
        label="What becomes of what was held back?"
        value={held}
        onChange={(value) => setHeld(choices.find((choice) => choice.value === value)?.value ?? 'latest')}
      >
        <Stack gap="sm" mt="xs">
          {choices.map((choice) => (
            <Radio key={choice.value} {...choice} />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm" c="dimmed" mt="md">
        What had already begun, and what people have started, goes on in any case.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Stay paused
        </Button>
        <Button loading={busy} onClick={() => onResume(held)}>
          Resume
        </Button>
      </Group>
    </Modal>
  );
}

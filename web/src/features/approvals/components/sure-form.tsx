import { Button, Group, Text } from '@mantine/core';
import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import classes from './approvals.module.css';

interface SureFormProps {
  readonly busy: boolean;
  onConfirm(): void;
  onBack(): void;
}

/** Asks once more before a yes to what cannot be taken back. Escape goes back. */
export function SureForm({ busy, onConfirm, onBack }: SureFormProps) {
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => sure.current?.focus(), []);
  return (
    <form
      className={classes.panel}
      aria-label="Are you sure?"
      onKeyDown={(event) => event.key === 'Escape' && onBack()}
      onSubmit={(event) => {
        event.preventDefault();
        onConfirm();
      }}
    >
      <div className={classes.panelTitle}>Its risk is high: this cannot be taken back.</div>
      <Text size="sm">If your sign-in is older than a few minutes, you are asked to sign in once more.</Text>
      <Group gap="xs">
        <Button ref={sure} type="submit" loading={busy} leftSection={<Check size={16} aria-hidden />}>
          Yes, approve
        </Button>
        <Button variant="default" disabled={busy} onClick={onBack}>
          Back
        </Button>
      </Group>
    </form>
  );
}

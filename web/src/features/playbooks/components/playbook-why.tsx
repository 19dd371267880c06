import { Button, Card, Group, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ExplanationView } from '../../../components/ui/explanation.tsx';
import { useSession } from '../../../lib/session.ts';
import { localInput, zoneName } from '../../../lib/time.ts';
import { useWhy } from '../api/get-why.ts';

/** Asks why the playbook did or did not run at a time, which is read in the tenant's zone. */
export function PlaybookWhy({ playbookId }: { readonly playbookId: string }) {
  const { tenant } = useSession();
  const [at, setAt] = useState(() => localInput(new Date(), tenant.timezone));
  const [asked, setAsked] = useState<{ readonly at: string; readonly times: number } | null>(null);
  function ask(event: FormEvent) {
    event.preventDefault();
    if (at !== '') setAsked((before) => ({ at, times: (before?.times ?? 0) + 1 }));
  }
  return (
    <Card>
      <Text size="sm" c="dimmed" mb="md">
        It did not run when you expected it? Say when that was, and read why.
      </Text>
      <form onSubmit={ask}>
        <Group align="flex-end" gap="sm">
          <TextInput
            type="datetime-local"
            label="When should it have run?"
            description={`In ${zoneName(tenant.timezone)}`}
            required
            withAsterisk={false}
            min="2000-01-01T00:00"
            max="2099-12-31T23:59"
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
            style={{ flex: '1 1 220px', maxWidth: 320 }}
          />
          <Button type="submit" variant="default">
            Ask
          </Button>
        </Group>
      </form>
      {asked !== null && (
        <div style={{ marginTop: 20 }}>
          <Answer key={asked.times} playbookId={playbookId} at={asked.at} />
        </div>
      )}
    </Card>
  );
}

function Answer({ playbookId, at }: { readonly playbookId: string; readonly at: string }) {
  return <ExplanationView live={useWhy(playbookId, at)} />;
}

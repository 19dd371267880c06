import { Button, Group, Text, Textarea } from '@mantine/core';
import { type JsonObject, jsonObject } from '@model/json.ts';
import { CircleCheck, Send } from 'lucide-react';
import { useCallback, useState } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { type HookTest, testHook } from '../api/hooks.ts';

interface TestFormProps {
  readonly playbookId: string;
  readonly triggerId: string;
  onTested(): void;
}

/** Sends a sample to a webhook, the sender's usual one or one of one's own, and says what came of it. */
export function HookTestForm({ playbookId, triggerId, onTested }: TestFormProps) {
  const { api } = useSession();
  const [tested, setTested] = useState<HookTest | null>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const test = useCommand(
    useCallback(
      async (body: JsonObject | null) => {
        setTested(null);
        setTested(await testHook(api, { playbookId, triggerId }, body));
        onTested();
      },
      [api, playbookId, triggerId, onTested],
    ),
    'The test was not taken',
  );
  function send() {
    const body = bodyOf(text);
    setProblem(body === undefined ? 'This is not a JSON object' : null);
    if (body !== undefined) void test.run(body);
  }
  return (
    <>
      <Group gap="xs" align="flex-start">
        <Button
          variant="default"
          size="xs"
          leftSection={<Send size={14} aria-hidden />}
          loading={test.busy}
          onClick={send}
        >
          Send a test
        </Button>
        <details style={{ flex: '1 1 220px', fontSize: 14 }}>
          <summary style={{ cursor: 'pointer', padding: '4px 0' }}>With a body of my own</summary>
          <Textarea
            aria-label="Body of the test"
            placeholder='{"status": "new"}'
            mt={6}
            autosize
            minRows={2}
            maxRows={10}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={text}
            error={problem}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </details>
      </Group>
      {tested !== null && <Tested tested={tested} />}
    </>
  );
}

/** Null for none; undefined for what cannot be read. */
function bodyOf(text: string): JsonObject | null | undefined {
  if (text.trim() === '') return null;
  try {
    return jsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function Tested({ tested: { eventId, executionId } }: { readonly tested: HookTest }) {
  return (
    <Note tone={executionId === null ? 'info' : 'good'} icon={CircleCheck} role="status">
      <Text size="sm">
        {executionId === null ? (
          <>
            The sample was taken and started nothing: the playbook does not listen now, or its filter is not true of the
            sample.{' '}
            <TextLink to="/events/$eventId" params={{ eventId }}>
              See the delivery
            </TextLink>
          </>
        ) : (
          <>
            The sample was taken, and starts a dry run.{' '}
            <TextLink to="/executions/$executionId" params={{ executionId }}>
              See the dry run
            </TextLink>
          </>
        )}
      </Text>
    </Note>
  );
}

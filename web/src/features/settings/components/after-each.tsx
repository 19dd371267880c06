import { Card, Radio, Stack } from '@mantine/core';
import type { Preferences } from '@model/notification-preferences.ts';
import { Heading } from './heading.tsx';

type Choice = Preferences['afterEach'];

const choices: Readonly<Record<Choice, { readonly label: string; readonly description?: string }>> = {
  off: { label: 'No message', description: 'What fails by itself is told as a problem in any case.' },
  failures: { label: 'Each that failed' },
  all: { label: 'Each, however it ended', description: 'Playbook, business, duration, time, and why where it failed.' },
};

interface AfterEachProps {
  readonly chosen: Choice;
  onChange(chosen: Choice): void;
}

/** After which executions somebody wants a message. */
export function AfterEach({ chosen, onChange }: AfterEachProps) {
  return (
    <>
      <Heading title="After each execution">By the ways chosen above for how each execution ended.</Heading>
      <Card>
        <Radio.Group
          aria-label="After each execution"
          value={chosen}
          onChange={(value) => onChange(value === 'all' || value === 'failures' ? value : 'off')}
        >
          <Stack gap="sm">
            {Object.entries(choices).map(([value, words]) => (
              <Radio key={value} value={value} {...words} />
            ))}
          </Stack>
        </Radio.Group>
      </Card>
    </>
  );
}

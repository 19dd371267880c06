import { Radio, Stack } from '@mantine/core';
import type { WhichVersion } from '../api/resume-execution.ts';

interface VersionChoiceProps {
  readonly value: WhichVersion;
  onChange(version: WhichVersion): void;
}

/** By the playbook of then, or of now. */
export function VersionChoice({ value, onChange }: VersionChoiceProps) {
  return (
    <Radio.Group
      label="By which playbook?"
      value={value}
      onChange={(version) => onChange(version === 'newest' ? 'newest' : 'pinned')}
    >
      <Stack gap="xs" mt={6}>
        <Radio value="newest" label="As the playbook is now" description="With whatever you have put right since" />
        <Radio value="pinned" label="As the playbook was then" description="Exactly the steps that you see here" />
      </Stack>
    </Radio.Group>
  );
}

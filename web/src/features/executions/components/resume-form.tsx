import { Button, Group, Stack, Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { canonicalJson, type JsonObject } from '@model/json.ts';
import { tenantPaths } from '@model/paths.ts';
import type { PlaybookContent, PlaybookInput } from '@model/playbook.ts';
import { useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { InputFields, useInputs } from '../../../components/ui/input-fields.tsx';
import { ListSkeleton } from '../../../components/ui/states.tsx';
import { ApiError } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { useDocument } from '../../../lib/use-live.ts';
import { resumeExecution, type WhichVersion } from '../api/resume-execution.ts';
import { inputsOf } from '../api/use-output.ts';
import { VersionChoice } from './version-choice.tsx';

interface ResumeFormProps {
  readonly executionId: string;
  readonly execution: Execution;
  readonly content: PlaybookContent | null;
  onClose(): void;
}

/** Goes on where an execution stopped: by which version, and with which inputs. */
export default function ResumeForm({ executionId, execution, content, onClose }: ResumeFormProps) {
  const { orgId } = useSession();
  const [version, setVersion] = useState<WhichVersion>('newest');
  const live = useDocument(tenantPaths(orgId).playbook(execution.playbookId));
  const newest = live.status === 'ready' ? (live.value?.data?.inputs ?? []) : null;
  const declared = version === 'newest' ? newest : (content?.inputs ?? []);
  return (
    <Dialog onClose={onClose} title="Go on where it stopped">
      <Stack>
        <Text size="sm">What was done stays done; the step that failed is done again, and what follows it.</Text>
        <VersionChoice value={version} onChange={setVersion} />
        {declared === null ? (
          <ListSkeleton rows={1} />
        ) : (
          <Inputs key={version} declared={declared} was={inputsOf(execution)} {...{ executionId, version, onClose }} />
        )}
      </Stack>
    </Dialog>
  );
}

interface InputsProps {
  readonly executionId: string;
  readonly version: WhichVersion;
  readonly declared: readonly PlaybookInput[];
  /** What it was started with. */
  readonly was: JsonObject;
  onClose(): void;
}

function Inputs({ executionId, version, declared, was, onClose }: InputsProps) {
  const { api } = useSession();
  const inputs = declared.map((input) => ({ ...input, default: was[input.name] ?? input.default }));
  const { form, given } = useInputs(inputs);
  const { setErrors } = form;
  const resume = useCommand(
    useCallback(
      async (changed: JsonObject) => {
        await resumeExecution(api, executionId, { version, inputs: changed });
        onClose();
        toastDone('It goes on where it stopped');
      },
      [api, executionId, version, onClose],
    ),
    'It was not resumed',
    useCallback(
      (error: unknown) => {
        const own = error instanceof ApiError ? error.errors.filter(({ path }) => path.startsWith('inputs.')) : [];
        setErrors(Object.fromEntries(own.map(({ path, message }) => [path.slice('inputs.'.length), message])));
        return own.length > 0;
      },
      [setErrors],
    ),
  );
  return (
    <form onSubmit={form.onSubmit((values) => void resume.run(changedIn(given(values), was)))}>
      <Stack>
        {inputs.length > 0 && (
          <>
            <Text size="sm" fw={560}>
              What it was started with; change what was wrong
            </Text>
            <InputFields inputs={inputs} form={form} />
          </>
        )}
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={resume.busy}>
            Resume
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function changedIn(given: JsonObject, was: JsonObject): JsonObject {
  const isChanged = ([name, value]: [string, JsonObject[string]]) =>
    canonicalJson({ value }) !== canonicalJson({ value: was[name] ?? null });
  return Object.fromEntries(Object.entries(given).filter(isChanged));
}

import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Role } from '@model/tenant.ts';
import { MailX } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { roleWords } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { invite } from '../api/team.ts';
import { rolesToGive } from './team-rules.ts';

/** Invites someone by e-mail. */
export function InviteForm({ onInvited }: { onInvited(): void }) {
  const { api, tenant } = useSession();
  const [notMailed, setNotMailed] = useState<string | null>(null);
  const form = useForm<{ email: string; role: Role }>({
    initialValues: { email: '', role: 'editor' },
    validate: { email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : 'Write an e-mail address') },
  });
  const send = useCommand(
    useCallback(
      async ({ email, role }: { email: string; role: Role }) => {
        const isMailed = await invite(api, { email: email.trim(), role });
        setNotMailed(isMailed ? null : email.trim());
        if (isMailed) toastDone(`${email.trim()} is invited`);
        onInvited();
      },
      [api, onInvited],
    ),
    'Nobody was invited',
    (error) => {
      const { email } = fieldErrors(error);
      if (email !== undefined) form.setFieldError('email', email);
      return email !== undefined;
    },
  );
  const submit = form.onSubmit(async (values) => {
    if ((await send.run(values)) !== null) form.setFieldValue('email', '');
  });
  const roles = rolesToGive(tenant.role).map((role) => ({ value: role, label: roleWords[role].name }));
  return (
    <Only least="admin">
      {notMailed !== null && (
        <Note tone="warn" icon={MailX} role="alert">
          <Text size="sm">
            The mail to {notMailed} could not be sent, and the link stands nowhere else. See that outgoing mail is set
            up (SMTP_URL), revoke the invitation, and invite once more.
          </Text>
        </Note>
      )}
      <form onSubmit={submit} noValidate>
        <Group align="flex-start" mt={notMailed === null ? 0 : 'md'}>
          <TextInput
            type="email"
            label="E-mail address"
            style={{ flex: '1 1 220px' }}
            autoComplete="off"
            {...form.getInputProps('email')}
          />
          <NativeSelect
            label="Role"
            data={roles.length > 0 ? roles : [{ value: 'editor', label: roleWords.editor.name }]}
            {...form.getInputProps('role')}
          />
        </Group>
        <Text size="sm" c="dimmed" mt="xs">
          {roleWords[form.values.role].name}: {roleWords[form.values.role].may}.
        </Text>
        <Button type="submit" mt="md" loading={send.busy}>
          Invite
        </Button>
      </form>
    </Only>
  );
}

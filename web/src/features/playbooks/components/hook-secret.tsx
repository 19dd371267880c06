import { Button, Checkbox, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { GIVEN_BY_SENDER, SENDERS } from '@model/hook.ts';
import type { WebhookScheme } from '@model/trigger.ts';
import { type FormEvent, useCallback, useState } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Verbatim } from '../../../components/ui/verbatim.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { type HookEntry, setHookSecret } from '../api/hooks.ts';

/** Where the secret stands at the sender, or what he does with it. */
const places: Readonly<Record<WebhookScheme, string>> = {
  github: 'Enter it in the repository’s settings under Webhooks, as “Secret”, with the content type application/json.',
  stripe:
    'Stripe shows it as “Signing secret” of the endpoint, once the address is entered there. It begins with whsec_.',
  slack: 'Slack shows it as “Signing Secret” among the app’s basic information.',
  shopify: 'Shopify shows it under Settings → Notifications → Webhooks, below the list.',
  hmac: 'The sender signs each delivery with it, as it is described at standardwebhooks.com.',
  bearer: 'The sender puts it into the header: Authorization: Bearer …',
};

interface HookSecretProps {
  readonly playbookId: string;
  readonly hook: HookEntry;
  onSet(): void;
  onClose(): void;
}

/** Sets what deliveries are signed with: the sender's secret, or one of ours, which is shown once. */
export default function HookSecret({ playbookId, hook, onSet, onClose }: HookSecretProps) {
  const { triggerId, scheme, secretSetAt } = hook;
  const { api } = useSession();
  const [shown, setShown] = useState<string | null>(null);
  const [secret, setSecret] = useState('');
  const [keepsOld, setKeepsOld] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const isGiven = GIVEN_BY_SENDER.includes(scheme);
  const set = useCommand(
    useCallback(
      async (given: string | null) => {
        const made = await setHookSecret(api, { playbookId, triggerId }, { secret: given, keepsOld });
        onSet();
        if (made !== null) return setShown(made);
        toastDone('The secret is set');
        onClose();
      },
      [api, playbookId, triggerId, keepsOld, onSet, onClose],
    ),
    'The secret was not set',
    (error) => {
      const { secret: message } = fieldErrors(error);
      setProblem(message ?? null);
      return message !== undefined;
    },
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    const given = secret.trim();
    if (isGiven && given === '') setProblem('This is needed');
    else void set.run(isGiven ? given : null);
  }
  if (shown !== null) return <Shown secret={shown} scheme={scheme} onClose={onClose} />;
  const isNew = secretSetAt === null;
  return (
    <Dialog onClose={onClose} title={isNew ? 'Set the secret' : 'Replace the secret'}>
      <form onSubmit={submit}>
        <Stack>
          {isGiven ? (
            <PasswordInput
              label={`Signing secret of ${SENDERS[scheme]}`}
              description={places[scheme]}
              autoComplete="new-password"
              spellCheck={false}
              maxLength={512}
              withAsterisk
              data-autofocus
              value={secret}
              error={problem}
              onChange={({ currentTarget }) => setSecret(currentTarget.value)}
            />
          ) : (
            <Text size="sm">A new one is made and shown to you once. {places[scheme]}</Text>
          )}
          {!isNew && (
            <Checkbox
              label="Take what is signed with the old one for another ten minutes"
              description="Not if somebody else has got hold of it."
              checked={keepsOld}
              onChange={({ currentTarget }) => setKeepsOld(currentTarget.checked)}
            />
          )}
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={set.busy}>
              {isGiven ? 'Set the secret' : 'Make a secret'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface ShownProps {
  readonly secret: string;
  readonly scheme: WebhookScheme;
  onClose(): void;
}

function Shown({ secret, scheme, onClose }: ShownProps) {
  return (
    <Dialog onClose={onClose} title="The secret of the webhook" closeOnClickOutside={false}>
      <Text size="sm" mb="sm">
        Copy it now: nobody can show it again. {places[scheme]}
      </Text>
      <Verbatim>{secret}</Verbatim>
      <Group justify="flex-end" mt="lg">
        <CopyButton text={secret} />
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Dialog>
  );
}

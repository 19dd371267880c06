import { Button, Card, Checkbox, Group, Skeleton, Stack, Switch, Text, TextInput } from '@mantine/core';
import { type Channel, channelSchema, type Preferences } from '@model/notification-preferences.ts';
import { type FormEvent, useCallback, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { showFieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { zoneName } from '../../../lib/time.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { getPreferences, savePreferences, tryChannel } from '../api/notification-preferences.ts';
import { Absence } from './absence.tsx';
import { AfterEach } from './after-each.tsx';
import { Heading } from './heading.tsx';
import classes from './notification-settings.module.css';
import { TelegramLink } from './telegram-link.tsx';

type Kind = keyof Preferences['channels'];

const kinds: Readonly<Record<Kind, string>> = {
  approvals: 'Questions that wait for a yes',
  failures: 'Playbooks and tasks that failed',
  alerts: 'Other problems',
  coach: 'The coach',
  reports: 'What playbooks report',
  mentions: 'Somebody mentions me in a comment',
  runs: 'How each execution ended',
};
const channelWords: Readonly<Record<Channel, string>> = {
  app: 'In the app',
  email: 'E-mail',
  slack: 'Slack',
  telegram: 'Telegram',
  push: 'Push',
  webhook: 'Webhook',
};

/** By which ways, and when, the one who is signed in is told things. */
export default function NotificationSettings() {
  return (
    <>
      <LiveView live={useAnswer('preferences', getPreferences)} loading={<Skeleton height={320} radius="lg" />}>
        {(preferences) => <Form saved={preferences} />}
      </LiveView>
      <Absence />
    </>
  );
}

function Form({ saved }: { readonly saved: Preferences }) {
  const { api } = useSession();
  const [before, setBefore] = useState(saved);
  const [draft, setDraft] = useState(saved);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const change = (part: Partial<Preferences>) => setDraft((now) => ({ ...now, ...part }));
  // It is stored already; whatever else was changed here waits for “Save”.
  const link = useCallback((telegram: Preferences['telegram']) => {
    setBefore((now) => ({ ...now, telegram }));
    setDraft((now) => ({ ...now, telegram }));
    setErrors({});
  }, []);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(before);
  const command = useCommand(
    useCallback(
      async (next: Preferences) => {
        setErrors({});
        setBefore(await savePreferences(api, next));
        toastDone('Saved');
      },
      [api],
    ),
    'It was not saved',
    (error) => showFieldErrors(error, setErrors),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void command.run(draft);
  };
  return (
    <form onSubmit={submit}>
      <Heading title="What reaches you, and how">For you in this business; nobody else sees it.</Heading>
      <Ways draft={draft} isSaved={!isChanged} onChange={(channels) => change({ channels })} />
      <AfterEach chosen={draft.afterEach} onChange={(afterEach) => change({ afterEach })} />
      <Heading title="When">Questions and problems that are critical come at any time.</Heading>
      <Times draft={draft} errors={errors} onChange={change} />
      <Heading title="Where you are">Only needed for the ways that you have chosen.</Heading>
      <Places draft={draft} errors={errors} onChange={change} onLinked={link} />
      <Button type="submit" mt="lg" loading={command.busy} disabled={!isChanged}>
        Save
      </Button>
    </form>
  );
}

interface PartProps {
  readonly draft: Preferences;
  readonly errors: Record<string, string>;
  onChange(part: Partial<Preferences>): void;
}

interface WaysProps {
  readonly draft: Preferences;
  /** A test goes by what is saved. */
  readonly isSaved: boolean;
  onChange(channels: Preferences['channels']): void;
}

/** Which kind of message comes by which way. */
function Ways({ draft: { channels }, isSaved, onChange }: WaysProps) {
  const { api } = useSession();
  const test = useCommand(
    useCallback(
      async (channel: Channel) => {
        await tryChannel(api, channel);
        toastDone('A test message is on its way');
      },
      [api],
    ),
    'The test message was not sent',
  );
  const used = channelSchema.options.filter((one) => Object.values(channels).some((ways) => ways.includes(one)));
  return (
    <Card>
      <Stack gap="lg">
        {(Object.keys(kinds) as Kind[]).map((kind) => (
          <Checkbox.Group
            key={kind}
            label={kinds[kind]}
            value={[...channels[kind]]}
            onChange={(value) =>
              onChange({ ...channels, [kind]: channelSchema.options.filter((one) => value.includes(one)) })
            }
          >
            <div className={classes.ways}>
              {channelSchema.options.map((channel) => (
                <Checkbox key={channel} value={channel} label={channelWords[channel]} />
              ))}
            </div>
          </Checkbox.Group>
        ))}
        <Group gap="xs">
          {used.map((channel) => (
            <Button
              key={channel}
              size="compact-sm"
              variant="default"
              disabled={!isSaved || test.busy}
              onClick={() => void test.run(channel)}
            >
              Try {channelWords[channel].toLowerCase()}
            </Button>
          ))}
        </Group>
      </Stack>
    </Card>
  );
}

function Times({ draft: { quietHours, digestAt }, errors, onChange }: PartProps) {
  const { tenant } = useSession();
  return (
    <Card>
      <Stack>
        <Switch
          label="Quiet hours"
          description={`What is not critical waits until they are over. In ${zoneName(tenant.timezone)}.`}
          checked={quietHours !== null}
          onChange={({ currentTarget }) =>
            onChange({ quietHours: currentTarget.checked ? { from: '22:00', until: '07:00' } : null })
          }
        />
        {quietHours !== null && (
          <Group align="start">
            <TextInput
              type="time"
              label="From"
              value={quietHours.from}
              error={errors['quietHours.from'] ?? errors.quietHours}
              onChange={({ currentTarget }) => onChange({ quietHours: { ...quietHours, from: currentTarget.value } })}
            />
            <TextInput
              type="time"
              label="Until"
              value={quietHours.until}
              error={errors['quietHours.until']}
              onChange={({ currentTarget }) => onChange({ quietHours: { ...quietHours, until: currentTarget.value } })}
            />
          </Group>
        )}
        <Switch
          label="Once a day"
          description="What is not critical comes together, in one message."
          checked={digestAt !== null}
          onChange={({ currentTarget }) => onChange({ digestAt: currentTarget.checked ? '08:00' : null })}
        />
        {digestAt !== null && (
          <TextInput
            type="time"
            label="At"
            value={digestAt}
            error={errors.digestAt}
            maw={160}
            onChange={({ currentTarget }) => onChange({ digestAt: currentTarget.value })}
          />
        )}
      </Stack>
    </Card>
  );
}

interface PlacesProps extends PartProps {
  onLinked(telegram: Preferences['telegram']): void;
}

function Places({ draft: { channels, slack, telegram }, errors, onChange, onLinked }: PlacesProps) {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  // A bot that is gone is left for the usual one.
  const connection = errors['telegram.connection'] === undefined ? telegram.connection : null;
  return (
    <Card>
      <Stack>
        <TextInput
          label="Your member id in Slack"
          description="In Slack: your profile, then “Copy member ID”. Questions then have buttons. Empty: where the connection leads."
          placeholder="U024BE7LH"
          value={slack.to ?? ''}
          error={errors['slack.to'] ?? errors['slack.connection']}
          onChange={({ currentTarget }) => onChange({ slack: { ...slack, to: orNull(currentTarget.value) } })}
        />
        <TextInput
          label="The number of your chat with the Telegram bot"
          description="@userinfobot tells it. Questions then have buttons. Empty: where the connection leads."
          inputMode="numeric"
          value={telegram.to ?? ''}
          error={errors['telegram.to'] ?? errors['telegram.connection']}
          onChange={({ currentTarget }) => onChange({ telegram: { connection, to: orNull(currentTarget.value) } })}
        />
        <TelegramLink isUsed={Object.values(channels).some((ways) => ways.includes('telegram'))} onLinked={onLinked} />
        <Text size="sm" c="dimmed">
          E-mails go to the address that you sign in with.
        </Text>
      </Stack>
    </Card>
  );
}

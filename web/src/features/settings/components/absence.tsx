import { Button, Card, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { dayOf, plusDays } from '../../../lib/days.ts';
import { showFieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { type Member, setAbsence, useTeam } from '../api/team.ts';
import { Heading } from './heading.tsx';

/** Who answers in one's place while one is away. */
export function Absence() {
  const [changes, setChanges] = useState(0);
  return (
    <>
      <Heading title="While you are away">
        What names you to say yes or no goes to somebody else, too. It counts as your answer, and stands on record under
        both names.
      </Heading>
      <Card>
        <LiveView live={useTeam(changes)}>
          {({ members }) => (
            <AbsenceForm key={changes} members={members} onChanged={() => setChanges((count) => count + 1)} />
          )}
        </LiveView>
      </Card>
    </>
  );
}

interface AbsenceFormProps {
  readonly members: readonly Member[];
  onChanged(): void;
}

type Wish = Parameters<typeof setAbsence>[1];

function AbsenceForm({ members, onChanged }: AbsenceFormProps) {
  const { api, uid, tenant } = useSession();
  const now = useNow();
  const away = members.find((member) => member.uid === uid)?.away ?? null;
  // Nobody stands in for another who could not answer by himself.
  const others = members.filter((member) => member.uid !== uid && member.role !== 'viewer');
  const today = dayOf(now, tenant.timezone);
  const [delegate, setDelegate] = useState(others[0]?.uid ?? '');
  const [until, setUntil] = useState(plusDays(today, 7));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const command = useCommand(
    useCallback(
      async (wish: Wish) => {
        setErrors({});
        await setAbsence(api, wish);
        toastDone(wish === null ? 'Welcome back' : 'Saved');
        onChanged();
      },
      [api, onChanged],
    ),
    'It was not saved',
    (error) => showFieldErrors(error, setErrors),
  );
  if (away !== null && now < away.until) {
    const name = members.find((member) => member.uid === away.delegate)?.name ?? 'Somebody who has left the team';
    return (
      <Group justify="space-between">
        <Text size="sm">
          {name} answers for you until {dateTime(away.until, tenant.timezone, now)}.
        </Text>
        <Button variant="default" loading={command.busy} onClick={() => void command.run(null)}>
          I am back
        </Button>
      </Group>
    );
  }
  if (others.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody else in the team may say yes or no. Invite somebody as an editor first.
      </Text>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void command.run({ until, delegate });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-start">
        <NativeSelect
          label="Who answers for you"
          data={others.map((member) => ({ value: member.uid, label: member.name }))}
          value={delegate}
          error={errors['away.delegate']}
          style={{ flex: '1 1 220px' }}
          onChange={({ currentTarget }) => setDelegate(currentTarget.value)}
        />
        <TextInput
          type="date"
          label="Your last day away"
          min={today}
          value={until}
          error={errors['away.until']}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
      </Group>
      <Button type="submit" mt="md" loading={command.busy}>
        I am away
      </Button>
    </form>
  );
}

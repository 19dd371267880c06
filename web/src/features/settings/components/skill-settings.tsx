import { Button, Card, Checkbox, Group, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { type Skills, useSkills } from '../../../lib/skills.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { changeTenant } from '../api/tenant-settings.ts';
import { Heading } from './heading.tsx';
import classes from './settings.module.css';

/** Which skills may be run in this business. */
export function SkillSettings() {
  return (
    <>
      <Heading title="Skills">Which of them your team, its schedules and its API keys may run.</Heading>
      <LiveView live={useSkills({ andRefused: true })} loading={<Skeleton height={140} radius="lg" />}>
        {(all) => <Choice all={all} />}
      </LiveView>
    </>
  );
}

function Choice({ all: { skills, allowedSkills } }: { readonly all: Skills }) {
  const [saved, setSaved] = useState(allowedSkills);
  const [isLimited, setIsLimited] = useState(allowedSkills !== null);
  const [chosen, setChosen] = useState<readonly string[]>(allowedSkills ?? []);
  const wanted = isLimited ? chosen : null;
  const save = useSave(setSaved);
  const isChanged = JSON.stringify(sorted(wanted)) !== JSON.stringify(sorted(saved));
  return (
    <Only least="admin">
      <Card>
        <Radio.Group
          aria-label="Skills that may be run"
          value={isLimited ? 'some' : 'all'}
          onChange={(value) => setIsLimited(value === 'some')}
        >
          <Stack gap="xs">
            <Radio value="all" label="All of them" />
            <Radio value="some" label="Only those that are chosen" />
          </Stack>
        </Radio.Group>
        {isLimited && skills.length === 0 && (
          <Text size="sm" c="dimmed" mt="md">
            There are none to choose from.
          </Text>
        )}
        {isLimited && (
          <Checkbox.Group aria-label="Chosen skills" value={[...chosen]} onChange={setChosen}>
            <div className={classes.skills}>
              {skills.map(({ skillId, name }) => (
                <Checkbox key={skillId} value={skillId} label={name} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Group mt="md">
          <Button loading={save.busy} disabled={!isChanged} onClick={() => void save.run(wanted)}>
            Save skills
          </Button>
        </Group>
      </Card>
    </Only>
  );
}

function sorted(ids: readonly string[] | null): readonly string[] | null {
  return ids === null ? null : ids.toSorted();
}

function useSave(onSaved: (allowed: string[] | null) => void) {
  const { api } = useSession();
  return useCommand(
    useCallback(
      async (allowed: readonly string[] | null) => {
        await changeTenant(api, { allowedSkills: allowed });
        onSaved(allowed === null ? null : [...allowed]);
        toastDone('Saved');
      },
      [api, onSaved],
    ),
    'It was not saved',
  );
}

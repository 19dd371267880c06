import { Button, Progress, Text } from '@mantine/core';
import type { PlaybookStatus } from '@model/playbook.ts';
import { Archive, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { resumePlaybook, setStatus } from '../api/change-playbook.ts';
import classes from './playbook-list.module.css';

interface Chosen {
  readonly id: string;
  readonly name: string;
  readonly status: PlaybookStatus;
}

interface BulkBarProps {
  readonly playbooks: readonly Chosen[];
  onClear(ids: readonly string[]): void;
  /** Chooses all that are shown; null where they are. */
  readonly onAll: (() => void) | null;
}

type Deed = 'pause' | 'resume' | 'archive';
const DEEDS: Readonly<Record<Deed, { word: string; done: string; says: string; from: readonly PlaybookStatus[] }>> = {
  pause: {
    word: 'Pause',
    done: 'paused',
    says: 'They will not start by themselves until you resume them. What is under way goes on to its next step.',
    from: ['active'],
  },
  resume: {
    word: 'Resume',
    done: 'resumed',
    says: 'Of what came while they were paused, each does the latest.',
    from: ['paused'],
  },
  archive: {
    word: 'Archive',
    done: 'archived',
    says: 'They stop and leave the list. You find them under “Archived”, and can take them out again.',
    from: ['active', 'paused', 'draft'],
  },
};

/** What can be done with several playbooks at once. */
export function BulkBar({ playbooks, onClear, onAll }: BulkBarProps) {
  const [deed, setDeed] = useState<Deed | null>(null);
  const icons = { pause: Pause, resume: Play, archive: Archive };
  return (
    <section className={classes.bulk} aria-label="Chosen playbooks">
      <Text size="sm" fw={600} role="status">
        {playbooks.length} chosen
      </Text>
      <div className={classes.bulkDeeds}>
        {(['pause', 'resume', 'archive'] as const).map((one) => {
          const Icon = icons[one];
          const count = playbooks.filter(({ status }) => DEEDS[one].from.includes(status)).length;
          return (
            <Button
              key={one}
              size="sm"
              variant="default"
              leftSection={<Icon size={15} aria-hidden />}
              disabled={count === 0}
              onClick={() => setDeed(one)}
            >
              {DEEDS[one].word}
            </Button>
          );
        })}
      </div>
      <div className={classes.bulkRest}>
        {onAll !== null && (
          <Button size="sm" variant="subtle" onClick={onAll}>
            Choose all
          </Button>
        )}
        <Button size="sm" variant="subtle" color="gray" onClick={() => onClear(playbooks.map(({ id }) => id))}>
          Clear
        </Button>
      </div>
      {deed !== null && <BulkDialog deed={deed} playbooks={playbooks} onClose={() => setDeed(null)} onDone={onClear} />}
    </section>
  );
}

interface DialogProps {
  readonly deed: Deed;
  readonly playbooks: readonly Chosen[];
  onClose(): void;
  onDone(ids: readonly string[]): void;
}

interface Outcome {
  readonly name: string;
  readonly problem: string | null;
}

/** Asks once, then does it one by one and says of each that failed why. */
function BulkDialog({ deed, playbooks, onClose, onDone }: DialogProps) {
  const { api } = useSession();
  const { word, done, says, from } = DEEDS[deed];
  const [wanted] = useState(() => playbooks.filter(({ status }) => from.includes(status)));
  const [skipped] = useState(() => playbooks.length - wanted.length);
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null);
  async function act() {
    const told: Outcome[] = [];
    const ids: string[] = [];
    setOutcomes([]);
    for (const { id, name } of wanted) {
      try {
        if (deed === 'resume') await resumePlaybook(api, id, 'latest');
        else await setStatus(api, id, deed === 'pause' ? 'paused' : 'archived');
        told.push({ name, problem: null });
        ids.push(id);
      } catch (error) {
        told.push({ name, problem: messageOf(error) });
      }
      setOutcomes([...told]);
    }
    if (told.every(({ problem }) => problem === null)) onClose();
    onDone(ids);
  }
  const failed = outcomes?.flatMap(({ name, problem }) => (problem === null ? [] : [{ name, problem }])) ?? [];
  const isBusy = outcomes !== null && outcomes.length < wanted.length;
  const isOver = outcomes !== null && !isBusy;
  const many = wanted.length === 1 ? 'one playbook' : `${wanted.length} playbooks`;
  return (
    <Dialog
      onClose={isBusy ? () => undefined : onClose}
      withCloseButton={!isBusy}
      title={isOver ? `${wanted.length - failed.length} of ${wanted.length} ${done}` : `${word} ${many}?`}
    >
      {outcomes === null && (
        <>
          <Text size="sm">{says}</Text>
          <ul className={classes.named}>
            {wanted.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
          {skipped > 0 && (
            <Text size="sm" c="dimmed">
              {skipped === 1 ? 'One other is' : `${skipped} others are`} left as {skipped === 1 ? 'it is' : 'they are'}.
            </Text>
          )}
        </>
      )}
      {outcomes !== null && (
        <div role="status">
          <Progress aria-label="Progress" value={(outcomes.length / wanted.length) * 100} />
          <Text size="sm" mt="sm">
            {outcomes.length} of {wanted.length}
          </Text>
        </div>
      )}
      {failed.length > 0 && (
        <ul className={classes.named} role="alert">
          {failed.map(({ name, problem }) => (
            <li key={name}>
              <b>{name}</b>: {problem}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.buttons}>
        {isOver ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button variant="default" onClick={onClose} disabled={isBusy} data-autofocus>
              Leave them
            </Button>
            <Button loading={isBusy} onClick={() => void act()}>
              {word} {many}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

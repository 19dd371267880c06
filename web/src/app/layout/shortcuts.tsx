import { Kbd, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../components/ui/dialog.tsx';
import { mayUseSingleKeys, setSingleKeys } from '../../lib/single-keys.ts';
import classes from './layout.module.css';
import { usePages } from './page-links.tsx';
import { settingsPage } from './pages.ts';
import { paletteKey } from './use-shell-keys.ts';

type Row = readonly [does: string, ...keys: string[]];

const general: readonly Row[] = [
  ['Find or run anything', ...paletteKey.split(/ |(?<=⌘)/)],
  ['Show these keys', '?'],
  ['Close what is open', 'Esc'],
];
const chat: readonly Row[] = [
  ['Send', 'Enter'],
  ['Start a new line', 'Shift', 'Enter'],
  ['Bring back what was said last', '↑'],
  ['Speak to an agent', '@'],
];

const approvals: readonly Row[] = [
  ['Next, one before', 'J', 'K'],
  ['Approve', 'A'],
  ['Change it first', 'E'],
  ['Reject', 'R'],
  ['See the execution', 'O'],
];
const calendar: readonly Row[] = [
  ['A day on, a day back', '→', '←'],
  ['Turn the page', 'Page Up', 'Page Down'],
  ['Today', 'T'],
];

/** The keys that do something, and the switch for those that are a lone letter. */
export default function Shortcuts({ onClose }: { onClose(): void }) {
  const pages = usePages();
  const [isOn, setIsOn] = useState(mayUseSingleKeys);
  const places = [...pages, settingsPage].map(({ label, key }): Row => [label, 'G', key.toUpperCase()]);
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts" size="lg">
      <div className={classes.keyGroups}>
        <Keys title="Everywhere" rows={general} />
        <Keys title="Go to" rows={places} />
        <Keys title="In the chat" rows={chat} />
        {pages.some(({ to }) => to === '/approvals') && <Keys title="In the approvals" rows={approvals} />}
        <Keys title="In the calendar" rows={calendar} />
      </div>
      <Switch
        mt="lg"
        label="Single-letter shortcuts"
        description="Switch them off if you speak to your browser or press keys by mistake"
        checked={isOn}
        onChange={({ currentTarget: { checked } }) => {
          setIsOn(checked);
          setSingleKeys(checked);
        }}
      />
    </Dialog>
  );
}

function Keys({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  return (
    <Stack gap={6}>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <dl className={classes.keys}>
        {rows.map(([does, ...keys]) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Stack>
  );
}

import { Text } from '@mantine/core';
import type { Card } from '@model/chat-part.ts';
import { Eye, Plug, TriangleAlert } from 'lucide-react';
import { Fragment } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { sentence } from '../../../lib/words.ts';
import classes from './proposal.module.css';

/** What a person should look at before saying yes. */
export function ProposalNotes({ card }: { readonly card: Card }) {
  const { assumptions, missingConnections, problems } = card;
  return (
    <>
      {problems.length > 0 && (
        <Note tone="bad" icon={TriangleAlert} role="alert">
          <List title="It cannot be activated as it is" lines={problems} />
        </Note>
      )}
      {assumptions.length > 0 && (
        <Note tone="warn" icon={Eye}>
          <List title="Please check" lines={assumptions} />
        </Note>
      )}
      {missingConnections.length > 0 && (
        <Note tone="warn" icon={Plug}>
          <Text size="sm">
            <b>Not connected yet.</b> Its steps fail until you connect{' '}
            {missingConnections.map(({ vendor, title }, index) => (
              <Fragment key={vendor}>
                {index > 0 && ', '}
                <TextLink to="/settings/connections" search={{ connector: vendor }}>
                  {title}
                </TextLink>
              </Fragment>
            ))}
            .
          </Text>
        </Note>
      )}
    </>
  );
}

function List({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  const [only] = lines;
  return (
    <Text size="sm" component="div">
      <b>{title}</b>
      {lines.length === 1 && only !== undefined ? (
        <>: {only}</>
      ) : (
        <ul className={classes.noteList}>
          {lines.map((line) => (
            <li key={line}>{sentence(line)}</li>
          ))}
        </ul>
      )}
    </Text>
  );
}

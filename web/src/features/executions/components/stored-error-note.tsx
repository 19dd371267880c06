import { Text } from '@mantine/core';
import type { StoredError } from '@model/execution.ts';
import { CircleAlert } from 'lucide-react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import type { Tone } from '../../../lib/status.ts';
import { faultWords } from '../../../lib/words.ts';
import classes from './steps.module.css';

/** Why something failed, whose turn it is, and where it can be put right. */
export function StoredErrorNote({ error, tone }: { readonly error: StoredError; readonly tone: Tone }) {
  const { message, fault, fix, errors } = error;
  return (
    <Note tone={tone} icon={CircleAlert} role={tone === 'bad' ? 'alert' : 'status'}>
      <Text size="sm" fw={560} style={{ whiteSpace: 'pre-line' }}>
        {message}
      </Text>
      {errors.length > 0 && (
        <ul style={{ margin: '4px 0 0', paddingLeft: 18, fontSize: 14 }}>
          {errors.map((one) => (
            <li key={`${one.path}|${one.message}`}>
              {one.path !== '' && <code>{one.path}</code>} {one.message}
            </li>
          ))}
        </ul>
      )}
      {tone === 'bad' && (
        <Text size="sm" mt={2}>
          {faultWords(fault)}
        </Text>
      )}
      {fix !== null && (
        <div className={classes.fix}>
          <StoredLink href={fix.href}>{fix.label}</StoredLink>
        </div>
      )}
    </Note>
  );
}

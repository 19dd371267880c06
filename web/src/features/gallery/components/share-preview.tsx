import { Button, Text } from '@mantine/core';
import type { GalleryPreview } from '@model/gallery-views.ts';
import { RotateCw, TriangleAlert } from 'lucide-react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Section } from '../../../components/ui/page.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { humanize } from '../../../lib/words.ts';
import { placeOf, takenOutWords } from '../api/gallery-words.ts';
import classes from './gallery.module.css';
import { ItemWhat } from './item-what.tsx';

interface PreviewProps {
  readonly playbookId: string;
  readonly preview: GalleryPreview;
  onAgain(): void;
}

/** What others would get of a playbook, and what of it stays here. */
export function SharePreview({ playbookId, preview, onAgain }: PreviewProps) {
  const { takenOut, kept, problems, asks } = preview;
  const labelOf = (input: string) => asks.find(({ name }) => name === input)?.label || humanize(input);
  return (
    <>
      {problems.length > 0 && <Problems playbookId={playbookId} problems={problems} onAgain={onAgain} />}
      <Section title="What stays with you">
        {takenOut.length === 0 ? (
          <Text c="dimmed">Nothing had to be taken out.</Text>
        ) : (
          <ul className={classes.steps} aria-label="What is taken out">
            {takenOut.map((one) => (
              <li key={`${one.path} ${one.what}`}>{takenOutWords(one, labelOf)}</li>
            ))}
          </ul>
        )}
        {kept.length > 0 && (
          <>
            <p className={classes.soft}>These web addresses stay in it, for everybody to see:</p>
            <ul className={classes.steps} aria-label="Web addresses that stay in it">
              {kept.map((address) => (
                <li key={address} className={classes.step}>
                  <code>{address}</code>
                </li>
              ))}
            </ul>
          </>
        )}
      </Section>
      <ItemWhat what={preview} />
      <details className={classes.whole}>
        <summary>All that is sent</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard */}
        <pre className={classes.json} tabIndex={0}>
          {JSON.stringify(preview.content, null, 2)}
        </pre>
      </details>
    </>
  );
}

function Problems({ playbookId, problems, onAgain }: Omit<PreviewProps, 'preview'> & Pick<GalleryPreview, 'problems'>) {
  return (
    <Note tone="bad" icon={TriangleAlert} role="alert">
      <Text size="sm" fw={600}>
        It cannot be shared like this
      </Text>
      <ul className={classes.steps}>
        {problems.map(({ path, message }) => {
          const { stepId } = placeOf(path);
          return (
            <li key={`${path} ${message}`}>
              {message}{' '}
              {stepId !== null && (
                <TextLink to="/playbooks/$playbookId" params={{ playbookId }} search={{ tab: 'flow', step: stepId }}>
                  Look at the step {stepId}
                </TextLink>
              )}
            </li>
          );
        })}
      </ul>
      <div className={classes.actions} style={{ marginTop: 10 }}>
        <Button variant="default" size="xs" leftSection={<RotateCw size={13} aria-hidden />} onClick={onAgain}>
          Look again
        </Button>
      </div>
    </Note>
  );
}

import { Text, Title } from '@mantine/core';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import classes from './chat.module.css';
import { Suggestions } from './suggestions.tsx';

interface HeroProps {
  readonly name: string;
  readonly mayEdit: boolean;
  /** What a newcomer is shown first. */
  readonly children?: ReactNode;
  onChoose(text: string): void;
}

/** An empty conversation. */
export function Hero({ name, mayEdit, children, onChoose }: HeroProps) {
  const [first = name] = name.split(/[\s@]/);
  return (
    <div className={classes.hero}>
      <Text c="dimmed" mb={4}>
        Hello {first},
      </Text>
      <Title order={1}>What should run for you?</Title>
      <Text c="dimmed" mt={8} maw={520}>
        Say it once, in your words: what, when, and whom to tell. You see what it would do before anything runs.
      </Text>
      {children}
      {mayEdit ? (
        <Suggestions onChoose={onChoose} />
      ) : (
        <div style={{ marginTop: 24 }}>
          <Note tone="neutral" icon={Lock}>
            <Text size="sm">You may look at everything here. To make playbooks, ask an owner for the role editor.</Text>
          </Note>
        </div>
      )}
    </div>
  );
}

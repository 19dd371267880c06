import { Card, Group, Text, Title } from '@mantine/core';
import { ClipboardPen, type LucideIcon, Shapes, Sparkles, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { EmptyState } from '../../../components/ui/states.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { Advised } from './advised.tsx';
import classes from './coach.module.css';
import { LookAgainButton } from './look-again-button.tsx';

/** What the coach does, for a business that it has not seen yet, and what it needs. */
export function CoachEmpty({ sample }: { readonly sample: ReactNode }) {
  const { mayEdit } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <>
      <EmptyState
        icon={Sparkles}
        title="The coach has not looked yet"
        action={mayEdit && <LookAgainButton label="Look now" isFirst onNothing={setProblem} />}
      >
        Every morning at six it looks at your figures, says how your business fares, and advises what would help most.
        What cannot wait it tells you at once.
      </EmptyState>
      {problem !== null && (
        <div className={classes.problem}>
          <Note tone="warn" icon={TriangleAlert} role="alert">
            <Text size="sm">{problem}</Text>
          </Note>
        </div>
      )}
      <div className={classes.ways}>
        <Way icon={ClipboardPen} title="Tell it your figures">
          <Card>
            <Text size="sm">
              Orders, invoices, stock, customers and tasks are read where they are kept here. Cash and what you spend
              you write down, or import.
            </Text>
            <Group mt="md">
              <ButtonLink to="/coach" search={{ tab: 'figures' }} variant="default">
                {mayEdit ? 'Enter figures' : 'See the figures'}
              </ButtonLink>
            </Group>
          </Card>
        </Way>
        <Way icon={Shapes} title="Or try it first">
          {sample}
        </Way>
      </div>
      <Advised history={[]} />
    </>
  );
}

interface WayProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
}

function Way({ icon: Icon, title, children }: WayProps) {
  return (
    <section>
      <Group gap={8} mb={10}>
        <Icon size={17} aria-hidden />
        <Title order={2}>{title}</Title>
      </Group>
      {children}
    </section>
  );
}

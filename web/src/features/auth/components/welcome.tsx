import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '../../../components/ui/logo.tsx';
import classes from './welcome.module.css';

interface WelcomeProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** The quiet frame of what comes before the app: sign-in, first business. */
export function Welcome({ title, lead, children, foot }: WelcomeProps) {
  return (
    <main className={classes.screen}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <Logo size={32} />
          Playbooks
        </div>
        <div className={classes.panel}>
          <Title order={1}>{title}</Title>
          <Text c="dimmed" mt={6} mb="xl">
            {lead}
          </Text>
          {children}
        </div>
        {foot !== undefined && <div className={classes.foot}>{foot}</div>}
      </div>
    </main>
  );
}

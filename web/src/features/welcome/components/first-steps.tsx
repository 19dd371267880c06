import { Button, CloseButton, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Check, Database, LayoutTemplate, type LucideIcon, Plug, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { useSession } from '../../../lib/session.ts';
import type { FirstStep, StepId } from '../api/steps.ts';
import { useFirstSteps } from '../api/use-first-steps.ts';
import classes from './welcome.module.css';

const SampleDialog = lazy(() => import('./sample-dialog.tsx'));

const words: Record<StepId, { readonly icon: LucideIcon; readonly title: string; readonly about: string }> = {
  playbook: {
    icon: LayoutTemplate,
    title: 'Choose your first playbook',
    about: 'A ready-made one, or say what you want below.',
  },
  data: {
    icon: Database,
    title: 'Give it something to work with',
    about: 'Your own data, or a made-up business to try things with.',
  },
  connect: { icon: Plug, title: 'Connect what you use', about: 'Slack, Google, your shop. Later will do.' },
  invite: { icon: UserPlus, title: 'Invite somebody', about: 'Two people can agree on what matters.' },
};

/** How a newcomer begins: a few steps that tick themselves. It blocks nothing, and goes away for good at a click. */
export function FirstSteps() {
  const { orgId, uid, mayEdit } = useSession();
  const [isHidden, hide] = useLocalStorage({ key: `first-steps:${orgId}:${uid}`, defaultValue: false });
  return mayEdit && !isHidden ? <Steps onHide={() => hide(true)} /> : null;
}

function Steps({ onHide }: { onHide(): void }) {
  const steps = useFirstSteps();
  const [isTrying, setIsTrying] = useState(false);
  if (steps.length === 0) return null;
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <section className={classes.card} aria-labelledby="first-steps">
      <div className={classes.head}>
        <Title order={2} id="first-steps" size="h4">
          First steps
        </Title>
        <Text size="sm" c="dimmed">
          {done} of {steps.length} done
        </Text>
        <CloseButton ml="auto" aria-label="Hide the first steps" onClick={onHide} />
      </div>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <Step key={step.id} {...step} onTry={() => setIsTrying(true)} />
        ))}
      </ol>
      <Suspense>{isTrying && <SampleDialog onClose={() => setIsTrying(false)} />}</Suspense>
    </section>
  );
}

function Step({ id, isDone, onTry }: FirstStep & { onTry(): void }) {
  const { icon: Icon, title, about } = words[id];
  return (
    <li className={classes.step} data-done={isDone || undefined}>
      <span className={classes.mark} role="img" aria-label={isDone ? 'Done' : 'To do'}>
        {isDone ? <Check size={16} strokeWidth={2.5} aria-hidden /> : <Icon size={16} aria-hidden />}
      </span>
      <div className={classes.words}>
        <Text fw={570}>{title}</Text>
        {!isDone && (
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        )}
      </div>
      {!isDone && (
        <div className={classes.way}>
          <Way id={id} onTry={onTry} />
        </div>
      )}
    </li>
  );
}

function Way({ id, onTry }: { readonly id: StepId; onTry(): void }) {
  const { may } = useSession();
  switch (id) {
    case 'playbook':
      return (
        <ButtonLink to="/templates" size="xs">
          See templates
        </ButtonLink>
      );
    case 'data':
      return may('admin') ? (
        <Button size="xs" variant="default" onClick={onTry}>
          Try sample data…
        </Button>
      ) : null;
    case 'connect':
      return may('admin') ? (
        <ButtonLink to="/settings/connections" size="xs" variant="default">
          Connect
        </ButtonLink>
      ) : null;
    case 'invite':
      return may('admin') ? (
        <ButtonLink to="/settings/team" size="xs" variant="default">
          Invite
        </ButtonLink>
      ) : null;
  }
}

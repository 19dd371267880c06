import { Skeleton, Text, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useSession } from '../../../lib/session.ts';
import { type ShownMessage, textOf } from '../api/chat-message.ts';
import classes from './chat.module.css';

// Most conversations are about nothing in particular.
const AboutCard = lazy(async () => ({ default: (await import('./about-card.tsx')).AboutCard }));
const QuickQuestions = lazy(async () => ({ default: (await import('./about-card.tsx')).QuickQuestions }));

interface AboutProps {
  /** The recommendation that the conversation is about. */
  readonly about: string;
}

interface TopProps extends AboutProps {
  /** Whether nothing has been said yet. */
  readonly isNew: boolean;
  onPlan(recommendationId: string): void;
}

/** What a conversation is about, above it. */
export function AboutTop({ about, isNew, onPlan }: TopProps) {
  return (
    <>
      <Suspense fallback={<Skeleton height={52} radius="lg" mt={8} />}>
        <AboutCard key={about} recommendationId={about} isNew={isNew} onPlan={() => onPlan(about)} />
      </Suspense>
      {isNew && (
        <div className={classes.messages}>
          <VisuallyHidden component="h1">Conversation</VisuallyHidden>
          <Text c="dimmed">Ask about it, or say what should happen.</Text>
        </div>
      )}
    </>
  );
}

interface QuestionsProps extends AboutProps {
  readonly messages: readonly ShownMessage[];
  readonly isBusy: boolean;
  onAsk(question: string): void;
}

/** What may be asked about it, for those who may ask. */
export function AboutQuestions({ about, messages, isBusy, onAsk }: QuestionsProps) {
  const { mayEdit } = useSession();
  if (!mayEdit) return null;
  const said = messages.flatMap((message) => (message.role === 'user' ? [textOf(message)] : []));
  return (
    <Suspense>
      <QuickQuestions recommendationId={about} said={said} isBusy={isBusy} onAsk={onAsk} />
    </Suspense>
  );
}

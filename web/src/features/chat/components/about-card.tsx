import { Button, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { tenantPaths } from '@model/paths.ts';
import type { Recommendation } from '@model/recommendation.ts';
import { ChevronDown, ListPlus, WandSparkles } from 'lucide-react';
import { useId, useState } from 'react';
import { ButtonLink, TextLink } from '../../../components/ui/links.tsx';
import { useSession } from '../../../lib/session.ts';
import { useDocument } from '../../../lib/use-live.ts';
import { leftOf } from '../api/quick-questions.ts';
import classes from './about-card.module.css';
import { Choices } from './choices.tsx';

interface AboutProps {
  readonly recommendationId: string;
}

interface AboutCardProps extends AboutProps {
  /** Whether nothing has been said yet: then all of it is shown. */
  readonly isNew: boolean;
  /** Makes a plan of it. */
  onPlan(): void;
}

/** The recommendation that a conversation is about, to be folded away. */
export function AboutCard({ recommendationId, isNew, onPlan }: AboutCardProps) {
  const live = useRecommendation(recommendationId);
  if (live.status === 'loading') return <Skeleton height={52} radius="lg" mt={8} />;
  const recommendation = live.status === 'ready' ? live.value?.data : null;
  if (!recommendation) {
    return (
      <Text size="sm" c="dimmed" mt={8} role="note">
        What this was about is not there any more.
      </Text>
    );
  }
  return <Card {...{ recommendationId, recommendation, isNew, onPlan }} />;
}

interface CardProps extends AboutCardProps {
  readonly recommendation: Recommendation;
}

function Card({ recommendationId, recommendation, isNew, onPlan }: CardProps) {
  const { mayEdit } = useSession();
  const [isOpen, setIsOpen] = useState(isNew);
  const body = useId();
  const { title, text, figures, playbook } = recommendation;
  return (
    <section className={classes.card} aria-label="What this is about">
      <UnstyledButton
        className={classes.head}
        aria-expanded={isOpen}
        aria-controls={body}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className={classes.title}>{title}</span>
        <ChevronDown size={17} aria-hidden className={classes.chevron} />
      </UnstyledButton>
      <div id={body} hidden={!isOpen} className={classes.body}>
        <Text size="sm">{text}</Text>
        {figures.length > 0 && (
          <dl className={classes.figures}>
            {figures.map(({ label, text: figure }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{figure}</dd>
              </div>
            ))}
          </dl>
        )}
        <div className={classes.ways}>
          {mayEdit && (
            <Button variant="default" size="xs" leftSection={<ListPlus size={14} aria-hidden />} onClick={onPlan}>
              Make a plan
            </Button>
          )}
          {mayEdit && playbook !== null && (
            <ButtonLink
              to="/templates/$templateId"
              params={{ templateId: playbook.templateId }}
              search={{ recommendation: recommendationId }}
              variant="default"
              size="xs"
              leftSection={<WandSparkles size={14} aria-hidden />}
            >
              Automate this
            </ButtonLink>
          )}
          <Text span size="sm" c="dimmed">
            From <TextLink to="/coach">the coach</TextLink>
          </Text>
        </div>
      </div>
    </section>
  );
}

interface QuickQuestionsProps extends AboutProps {
  /** What was said so far. */
  readonly said: readonly string[];
  readonly isBusy: boolean;
  onAsk(question: string): void;
}

/** What may be asked about it, until it is asked. */
export function QuickQuestions({ recommendationId, said, isBusy, onAsk }: QuickQuestionsProps) {
  const live = useRecommendation(recommendationId);
  const questions = live.status === 'ready' ? (live.value?.data?.questions ?? []) : [];
  const left = leftOf(questions, said);
  if (left.length === 0) return null;
  return (
    <div className={classes.questions}>
      <Choices label="Quick questions" choices={left} isDisabled={isBusy} onChoose={onAsk} />
    </div>
  );
}

function useRecommendation(recommendationId: string) {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).recommendation(recommendationId));
}

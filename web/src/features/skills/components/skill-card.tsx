import { Badge } from '@mantine/core';
import type { SkillView } from '@model/skill.ts';
import { Link } from '@tanstack/react-router';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { TemplateIcon } from '../../../components/ui/template-icon.tsx';
import { executionStatus } from '../../../lib/status.ts';
import { ago, duration, useNow } from '../../../lib/time.ts';
import { humanize } from '../../../lib/words.ts';
import classes from './skills.module.css';

const SHOWN_INPUTS = 4;

interface CardProps {
  readonly skill: SkillView;
  onFollow(): void;
}

/** One skill: what it does, what it asks for, and how it went last. */
export function SkillCard({ skill, onFollow }: CardProps) {
  const { skillId, name, description, icon, isBuiltIn, inputs, refusal, lastRun } = skill;
  return (
    <Link to="/skills/$skillId" params={{ skillId }} className={classes.card} onClick={onFollow}>
      <span className={classes.cardHead}>
        <TemplateIcon name={icon ?? 'wand-sparkles'} />
        {isBuiltIn && <Badge color="gray">Built in</Badge>}
      </span>
      <h2>{name}</h2>
      <p>{description}</p>
      <div className={classes.facts}>
        <span className={classes.fact}>
          {asksFor(inputs.map(({ label, name: input }) => label || humanize(input)))}
        </span>
        <span className={classes.fact}>
          {refusal ?? (lastRun === null ? 'Has not run yet' : <LastRun run={lastRun} />)}
        </span>
      </div>
    </Link>
  );
}

function LastRun({ run: { status, at, durationMs } }: { readonly run: NonNullable<SkillView['lastRun']> }) {
  const now = useNow();
  return (
    <>
      <StatusPill look={executionStatus[status]} />
      {ago(new Date(at), now)}
      {durationMs !== null && `, took ${duration(durationMs)}`}
    </>
  );
}

/** `Asks for: Sequence type, Number of e-mails and 3 more`. */
function asksFor(labels: readonly string[]): string {
  if (labels.length === 0) return 'Asks for nothing';
  const more = labels.length - SHOWN_INPUTS;
  return `Asks for: ${labels.slice(0, SHOWN_INPUTS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

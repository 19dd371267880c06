import { Badge } from '@mantine/core';
import { WandSparkles } from 'lucide-react';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page } from '../../../components/ui/page.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { useSkill } from '../api/skills.ts';
import { SkillDesk } from './skill-desk.tsx';

interface SkillPageProps {
  readonly skillId: string;
  /** The execution whose result is looked at; null where nothing was run yet. */
  readonly executionId: string | null;
  /** Puts the execution that is looked at into the address. */
  onRun(executionId: string): void;
}

/** One skill: what it is given, what comes out, what it did before, and when it runs by itself. */
export function SkillPage({ skillId, executionId, onRun }: SkillPageProps) {
  const live = useSkill(skillId, executionId);
  const skill = live.status === 'ready' ? live.value : null;
  return (
    <Page
      isWide
      title={skill?.name ?? 'Skill'}
      mark={skill?.isBuiltIn && <Badge color="gray">Built in</Badge>}
      subtitle={skill?.description}
      back={<BackLink to="/skills">Skills</BackLink>}
      actions={
        skill?.isMade && (
          <ButtonLink to="/playbooks/$playbookId" params={{ playbookId: skillId }} variant="default">
            Open playbook
          </ButtonLink>
        )
      }
    >
      <LiveView live={live}>
        {(found) =>
          found === null ? (
            <EmptyState icon={WandSparkles} title="There is no such skill">
              It may have been deleted. All that there are stand on the page Skills.
            </EmptyState>
          ) : (
            <SkillDesk skill={found} executionId={executionId} onRun={onRun} />
          )
        }
      </LiveView>
    </Page>
  );
}

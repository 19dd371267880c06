import { Button, Center, Text } from '@mantine/core';
import type { ActionPlan } from '@model/action-plan.ts';
import { MAX_PLANS_AT_ONCE } from '@model/action-plan-queries.ts';
import { ListChecks, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { byEnd } from '../api/plan-progress.ts';
import { useActivePlans, useEndedPlans, usePlanTasks } from '../api/plans.ts';
import classes from './plan.module.css';
import { PlanCard } from './plan-card.tsx';
import { PlanWizard } from './plan-wizard.tsx';

const PAGE = 10;

/** What people have decided to do: the plans under way, and, folded, those that are over. */
export function PlanList() {
  const { mayEdit } = useSession();
  const [isMaking, setIsMaking] = useState(false);
  const close = useCallback(() => setIsMaking(false), []);
  const button = mayEdit && (
    <Button variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={() => setIsMaking(true)}>
      New plan
    </Button>
  );
  return (
    <>
      <LiveView live={useActivePlans()}>
        {(entries) =>
          entries.length === 0 ? (
            <EmptyState icon={ListChecks} title="No plan is under way" action={button}>
              A plan turns what the coach advises into tasks with days and names. Choose “Make a plan” on a
              recommendation.
            </EmptyState>
          ) : (
            <>
              <div className={classes.bar}>
                <Text size="sm" c="dimmed">
                  {entries.length === 1 ? 'One plan is' : `${entries.length} plans are`} under way
                  {entries.length === MAX_PLANS_AT_ONCE && ', the newest ones'}
                </Text>
                {button}
              </div>
              <ActivePlans entries={entries} />
            </>
          )
        }
      </LiveView>
      <EndedPlans />
      <PlanWizard recommendation={null} opened={isMaking} onClose={close} />
    </>
  );
}

/** Those that end first stand first. Their tasks are asked for together. */
function ActivePlans({ entries }: { readonly entries: readonly Entry<ActionPlan>[] }) {
  const tasks = usePlanTasks(entries.map(({ id }) => id));
  const plans = entries.flatMap((entry) => (entry.data === null ? [] : [entry]));
  return (
    <>
      {entries.map(
        ({ id, path, problem }) => problem !== null && <BrokenDocument key={id} path={path} problem={problem} />,
      )}
      <ul className={classes.plans} aria-label="Plans under way">
        {plans
          .toSorted((a, b) => byEnd(a.data, b.data))
          .map(({ id, data }) => (
            <li key={id}>
              <PlanCard planId={id} plan={data} tasks={tasks} />
            </li>
          ))}
      </ul>
    </>
  );
}

function EndedPlans() {
  const [isShown, setIsShown] = useState(false);
  return (
    <section className={classes.ended}>
      <Button
        variant="subtle"
        color="gray"
        size="sm"
        aria-expanded={isShown}
        onClick={() => setIsShown((before) => !before)}
      >
        {isShown ? 'Hide the plans that are over' : 'Show the plans that are over'}
      </Button>
      {isShown && <Ended />}
    </section>
  );
}

function Ended() {
  const [limit, setLimit] = useState(PAGE);
  return (
    <LiveView live={useEndedPlans(limit)}>
      {(entries) =>
        entries.length === 0 ? (
          <Text size="sm" c="dimmed" mt="sm">
            No plan is over yet.
          </Text>
        ) : (
          <>
            <ul className={classes.plans} aria-label="Plans that are over">
              {entries.map(({ id, path, data, problem }) => (
                <li key={id}>
                  {data === null ? (
                    <BrokenDocument path={path} problem={problem} />
                  ) : (
                    <PlanCard planId={id} plan={data} tasks={null} />
                  )}
                </li>
              ))}
            </ul>
            {entries.length === limit && (
              <Center mt="sm">
                <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
                  Look further back
                </Button>
              </Center>
            )}
          </>
        )
      }
    </LiveView>
  );
}

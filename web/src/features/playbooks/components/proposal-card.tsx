import { Skeleton, Text } from '@mantine/core';
import type { Card } from '@model/chat-part.ts';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { agentNames, agentRoles } from '../../../lib/words.ts';
import { usePlaybook } from '../api/use-playbooks.ts';
import classes from './proposal.module.css';
import { ProposalActions } from './proposal-actions.tsx';
import { ProposalFacts } from './proposal-facts.tsx';
import { ProposalNotes } from './proposal-notes.tsx';

interface ProposalProps {
  readonly card: Card;
  /** Whether no later one of the same conversation is about the same playbook. */
  readonly isNewest: boolean;
  /** Whether the words above the card say already what was understood. */
  readonly isSaid: boolean;
  onEdit(): void;
  /** Takes back the change that this card is about; null where that cannot be said any more. */
  readonly onUndo: (() => void) | null;
}

/** What a playbook would do, before anything runs, and the yes to it. An older one is folded and can do nothing. */
export function ProposalCard({ card, isNewest, isSaid, onEdit, onUndo }: ProposalProps) {
  if (!isNewest) {
    return (
      <details className={classes.older}>
        <summary>
          {card.name} <span>as it was before</span>
        </summary>
        <article className={classes.card} aria-label={`${card.name}, as it was before`}>
          <Said card={card} isSaid={isSaid} />
        </article>
      </details>
    );
  }
  return (
    <article className={classes.card} aria-label={card.name}>
      <Said card={card} isSaid={isSaid} />
      <Live card={card} onEdit={onEdit} onUndo={onUndo} />
    </article>
  );
}

function Said({ card, isSaid }: Pick<ProposalProps, 'card' | 'isSaid'>) {
  return (
    <>
      <header className={classes.head}>
        <AgentDisc agent={card.agent} size={34} />
        <div className={classes.titles}>
          <h3>{card.name}</h3>
          <Text size="sm" c="dimmed">
            {agentNames[card.agent]} · {agentRoles[card.agent]}
          </Text>
        </div>
        <Link
          to="/playbooks/$playbookId"
          params={{ playbookId: card.playbookId }}
          className={classes.open}
          aria-label={`Open ${card.name}`}
        >
          Open
          <ArrowUpRight size={15} aria-hidden />
        </Link>
      </header>
      <div className={classes.body}>
        {card.changes.length > 0 && <Changes changes={card.changes} />}
        {!isSaid && card.understood !== '' && <p className={classes.understood}>{card.understood}</p>}
        <ProposalFacts card={card} />
        <ProposalNotes card={card} />
      </div>
    </>
  );
}

function Changes({ changes }: Pick<Card, 'changes'>) {
  return (
    <div className={classes.changes}>
      <Text size="sm" fw={620}>
        What changes
      </Text>
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </div>
  );
}

/** The playbook as it is now: armed or not, and what can be done with it. */
function Live({ card, onEdit, onUndo }: Pick<ProposalProps, 'card' | 'onEdit' | 'onUndo'>) {
  const live = usePlaybook(card.playbookId);
  if (card.isWish) {
    return (
      <footer className={classes.foot}>
        <Text size="sm" c="dimmed" role="status">
          Nothing was changed yet: it waits for your yes.
        </Text>
      </footer>
    );
  }
  return (
    <footer className={classes.foot}>
      <LiveView live={live} loading={<Skeleton height={36} width={220} />}>
        {(entry) => {
          if (entry === null) {
            return (
              <Text size="sm" c="dimmed" role="status">
                Taken back: this playbook is not kept.
              </Text>
            );
          }
          if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
          return <ProposalActions card={card} playbook={entry.data} onEdit={onEdit} onUndo={onUndo} />;
        }}
      </LiveView>
    </footer>
  );
}

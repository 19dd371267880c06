import { Text, VisuallyHidden } from '@mantine/core';
import type { AgentId } from '@model/agent.ts';
import type { Card } from '@model/chat-part.ts';
import { LoaderCircle } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { Markdown } from '../../../components/ui/markdown.tsx';
import tones from '../../../components/ui/tone.module.css';
import { agentNames, agentRoles } from '../../../lib/words.ts';
import { type ShownMessage, textOf } from '../api/chat-message.ts';
import { type Block, blocksOf, isSaid } from '../api/thread.ts';
import { usageWords } from '../api/usage-words.ts';
import { Choices } from './choices.tsx';
import { DataTable } from './data-table.tsx';
import classes from './message.module.css';
import { ToolLines } from './tool-lines.tsx';

/** What a proposed playbook may be answered with, in the chat. */
export interface CardWays {
  readonly isNewest: boolean;
  /** Whether the words above it say already what was understood. */
  readonly isSaid: boolean;
  onEdit(): void;
  /** Null where something else was said since, which "undo" would mean. */
  readonly onUndo: (() => void) | null;
}

/** How what is spoken of is shown; other features own that. */
export interface Cards {
  renderProposal(card: Card, ways: CardWays): ReactNode;
  renderPlaybook(playbookId: string): ReactNode;
  renderExecution(executionId: string): ReactNode;
  renderApproval(approvalId: string): ReactNode;
  renderTask(taskId: string): ReactNode;
}

interface MessageProps {
  readonly message: ShownMessage;
  readonly isLast: boolean;
  /** Whether something is being said or answered just now. */
  readonly isBusy: boolean;
  readonly mayEdit: boolean;
  /** The playbooks whose newest card is in this message, as one text: what has not changed is not drawn again. */
  readonly live: string;
  /** The playbook that was spoken of last in the conversation. */
  readonly it: string | null;
  readonly cards: Cards;
  onSay(text: string): void;
  /** Begins a sentence that changes this playbook. */
  onEdit(start: string): void;
}

/** One message, of a person or of an agent. */
export const Message = memo(function Message(props: MessageProps) {
  const { message } = props;
  if (message.role === 'user') {
    return (
      <div className={classes.user}>
        <VisuallyHidden>You said: </VisuallyHidden>
        {textOf(message)}
      </div>
    );
  }
  const blocks = blocksOf(message.parts);
  const speaker = blocks[0]?.type === 'agent' ? null : message.agent;
  return (
    <div className={classes.assistant}>
      {speaker !== null && <Speaker agent={speaker} />}
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Shown key={place} block={block} {...props} />
      ))}
      {message.status !== 'answering' && <Spent parts={message.parts} />}
      {message.status === 'answering' && (blocks.length > 0 ? <StillGoing /> : <Thinking />)}
    </div>
  );
});

/** What a language model took for the answer; the built-in planner takes nothing. */
function Spent({ parts }: { readonly parts: ShownMessage['parts'] }) {
  const spent = parts.findLast((part) => part.type === 'usage');
  if (spent === undefined) return null;
  return <div className={classes.spent}>{usageWords(spent)}</div>;
}

function Speaker({ agent }: { readonly agent: AgentId }) {
  return (
    <div className={classes.speaker}>
      <AgentDisc agent={agent} />
      <b>{agentNames[agent]}</b>
      <Text span size="sm" c="dimmed">
        {agentRoles[agent]}
      </Text>
    </div>
  );
}

interface ShownProps extends MessageProps {
  readonly block: Block;
}

function Shown({ block, message, isLast, isBusy, mayEdit, live, it, cards, onSay, onEdit }: ShownProps) {
  switch (block.type) {
    case 'text':
      return <Markdown text={block.text} />;
    case 'agent':
      return <HandOver from={block.from} to={block.agent} />;
    case 'tools':
      return <ToolLines tools={block.tools} isOver={message.status !== 'answering'} />;
    case 'card': {
      const { playbookId, name, understood } = block.card;
      const isIt = it === playbookId;
      return cards.renderProposal(block.card, {
        isNewest: live.split(' ').includes(playbookId),
        isSaid: isSaid(understood, message.parts),
        onEdit: () => onEdit(isIt ? 'Change it: ' : `Change ${name}: `),
        onUndo: isIt ? () => onSay('Undo') : null,
      });
    }
    case 'playbook':
      return cards.renderPlaybook(block.playbookId);
    case 'execution':
      return cards.renderExecution(block.executionId);
    case 'approval':
      return cards.renderApproval(block.approvalId);
    case 'task':
      return cards.renderTask(block.taskId);
    case 'choices':
      return isLast && mayEdit ? <Choices choices={block.choices} isDisabled={isBusy} onChoose={onSay} /> : null;
    case 'table':
      return <DataTable table={block} />;
  }
}

interface HandOverProps {
  readonly from: AgentId | null;
  readonly to: AgentId;
}

/** Who speaks from here on, and from whom it was taken over. */
function HandOver({ from, to }: HandOverProps) {
  if (from === null || from === to) return <Speaker agent={to} />;
  return (
    <>
      <div className={classes.handOver}>
        {agentNames[from]} hands over to {agentNames[to]}
      </div>
      <Speaker agent={to} />
    </>
  );
}

function StillGoing() {
  return (
    <div className={classes.going}>
      <LoaderCircle size={14} aria-hidden className={tones.busy} />
      <VisuallyHidden>Still answering</VisuallyHidden>
    </div>
  );
}

function Thinking() {
  return (
    <div className={classes.thinking} role="img" aria-label="Thinking">
      <span />
      <span />
      <span />
    </div>
  );
}

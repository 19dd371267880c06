import { ActionIcon, Textarea } from '@mantine/core';
import type { AgentId } from '@model/agent.ts';
import { ArrowUp, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useMention } from '../../../lib/use-mention.ts';
import { agentNames } from '../../../lib/words.ts';
import { mentionAt } from '../api/mention.ts';
import { AgentMenu } from './agent-menu.tsx';
import classes from './chat.module.css';
import { MentionList } from './mention-list.tsx';

const MAX_LENGTH = 4000;
const WARN_FROM = 3800;
const LIST_ID = 'composer-agents';
const nameOf = (agent: AgentId) => agentNames[agent];

interface ComposerProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly agent: AgentId | null;
  /** What was said last, for the arrow key; null where nothing was. */
  readonly lastSaid: string | null;
  readonly isBusy: boolean;
  readonly mayStop: boolean;
  readonly isDisabled: boolean;
  onText(text: string): void;
  onAgent(agent: AgentId | null): void;
  onSend(): void;
  onStop(): void;
}

/** Enter sends, @ opens the list of agents, Shift+Enter starts a new line, the up arrow brings back what was said last, Esc stops the answer. */
export function Composer(props: ComposerProps) {
  const { input, text, agent, isBusy, mayStop, isDisabled, onText, onAgent, onSend, onStop } = props;
  const isReady = text.trim() !== '' && !isBusy && !isDisabled;
  function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    if (isReady) onSend();
  }
  const { mention, active, pick, onKey, onSelect } = useMention({ input, text, onText, find: mentionAt, nameOf });
  const onKeyDown = useKeys(props, submit);
  useStopKey(isBusy && mayStop, onStop);
  return (
    <form className={classes.composer} onSubmit={submit}>
      {mention !== null && <MentionList id={LIST_ID} agents={mention.options} active={active} onPick={pick} />}
      <div className={classes.box}>
        <AgentMenu agent={agent} isDisabled={isDisabled} onAgent={onAgent} />
        <Textarea
          ref={input}
          aria-label="Message"
          aria-describedby="composer-keys"
          aria-autocomplete="list"
          aria-controls={mention === null ? undefined : LIST_ID}
          aria-activedescendant={mention === null ? undefined : `${LIST_ID}-${active}`}
          placeholder="Every morning at 9, check …"
          variant="unstyled"
          autosize
          minRows={1}
          maxRows={8}
          maxLength={MAX_LENGTH}
          disabled={isDisabled}
          style={{ flex: 1 }}
          styles={{ input: { fontSize: 16, paddingBlock: 7 } }}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onSelect={onSelect}
          onKeyDown={(event) => onKey(event) || onKeyDown(event)}
        />
        {isBusy && mayStop ? (
          <ActionIcon type="button" variant="default" size={38} radius="xl" aria-label="Stop" onClick={onStop}>
            <Square size={14} fill="currentColor" aria-hidden />
          </ActionIcon>
        ) : (
          <ActionIcon
            type="submit"
            variant="filled"
            color="pine"
            size={38}
            radius="xl"
            aria-label="Send"
            disabled={!isReady}
          >
            <ArrowUp size={19} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <div id="composer-keys" className={classes.keys}>
        {text.length > WARN_FROM
          ? `${MAX_LENGTH - text.length} characters left`
          : 'Enter to send, Shift + Enter for a new line'}
      </div>
    </form>
  );
}

/** The keys of the field. `brought` is what the up arrow brought, so that pressing it again changes nothing. */
function useKeys({ text, lastSaid, isBusy, onText }: ComposerProps, submit: (event: KeyboardEvent) => void) {
  const [brought, setBrought] = useState<string | null>(null);
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) submit(event);
    if (event.key === 'ArrowUp' && text === '' && lastSaid !== null) {
      event.preventDefault();
      setBrought(lastSaid);
      onText(lastSaid);
    }
    if (event.key === 'Escape' && !isBusy && text !== '' && text === brought) onText('');
  };
}

/** Esc stops an answer wherever the focus is, unless something is open that it closes. */
function useStopKey(isActive: boolean, onStop: () => void): void {
  const latest = useRef(onStop);
  latest.current = onStop;
  useEffect(() => {
    if (!isActive) return;
    const listen = (event: globalThis.KeyboardEvent) => {
      const isElsewhere = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      if (event.key === 'Escape' && !isElsewhere && !event.isComposing && !event.defaultPrevented) latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isActive]);
}

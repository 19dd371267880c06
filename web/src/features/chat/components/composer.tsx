import { ActionIcon, Textarea } from '@mantine/core';
import { ArrowUp, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import classes from './chat.module.css';

const MAX_LENGTH = 4000;

interface ComposerProps {
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  onSend(text: string): void;
  onStop(): void;
}

/** Enter sends, Shift+Enter starts a new line. */
export function Composer({ isBusy, isDisabled, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState('');
  const isReady = text.trim() !== '' && !isBusy && !isDisabled;
  function submit(event: FormEvent | KeyboardEvent) {
    event.preventDefault();
    if (!isReady) return;
    onSend(text.trim());
    setText('');
  }
  return (
    <form className={classes.composer} onSubmit={submit}>
      <div className={classes.box}>
        <Textarea
          aria-label="Message"
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
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
          }}
        />
        {isBusy ? (
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
    </form>
  );
}

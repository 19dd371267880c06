import { Button, Group, Stack, Text } from '@mantine/core';
import type { Preferences } from '@model/notification-preferences.ts';
import { Check, Clock, Send, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { Verbatim } from '../../../components/ui/verbatim.tsx';
import { messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { useCommand } from '../../../lib/use-command.ts';
import {
  askTelegramCode,
  type CodeStanding,
  getCodeStanding,
  type TelegramCode,
} from '../api/notification-preferences.ts';
import { linkedWords, startWords } from './telegram-link-words.ts';

/** While a code is on its way it is looked at this often. */
const LOOK_MS = 3_000;

interface TelegramLinkProps {
  /** Whether anything comes by Telegram. */
  readonly isUsed: boolean;
  onLinked(telegram: Preferences['telegram']): void;
}

/** Finds out the number of one's own chat with the bot, by a code that is sent there. Not there without a working bot. */
export function TelegramLink({ isUsed, onLinked }: TelegramLinkProps) {
  const { api } = useSession();
  const known = useAnswer('telegram code', getCodeStanding);
  const hasBot = known.status === 'ready' && known.value.hasBot;
  const [code, setCode] = useState<TelegramCode | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const ask = useCommand(
    useCallback(async () => {
      setRefusal(null);
      setCode(await askTelegramCode(api));
    }, [api]),
    'There is no code',
    (error) => {
      setCode(null);
      setRefusal(messageOf(error));
      return true;
    },
  );
  if (code === null && !hasBot) return null;
  return (
    <Stack gap="sm" align="stretch">
      {code === null ? (
        <div>
          <Button
            variant="default"
            leftSection={<Send size={15} aria-hidden />}
            loading={ask.busy}
            onClick={() => void ask.run()}
          >
            Link my Telegram
          </Button>
        </div>
      ) : (
        <OnItsWay
          key={code.code}
          code={code}
          isUsed={isUsed}
          isBusy={ask.busy}
          onLinked={onLinked}
          onAgain={() => void ask.run()}
        />
      )}
      {refusal !== null && (
        <Note tone="warn" icon={TriangleAlert} role="alert">
          <Text size="sm">{refusal}</Text>
        </Note>
      )}
    </Stack>
  );
}

interface OnItsWayProps extends Pick<TelegramLinkProps, 'isUsed' | 'onLinked'> {
  readonly code: TelegramCode;
  readonly isBusy: boolean;
  onAgain(): void;
}

function OnItsWay({ code, isUsed, isBusy, onLinked, onAgain }: OnItsWayProps) {
  const standing = useStanding(onLinked);
  if (standing === 'none') {
    return (
      <Note tone="good" icon={Check} role="status">
        <Text size="sm">{linkedWords(code, isUsed)}</Text>
      </Note>
    );
  }
  if (standing === 'over') {
    return (
      <Note tone="warn" icon={Clock} role="status">
        <Text size="sm">The code was not sent within 15 minutes, so it holds no more.</Text>
        <Button variant="default" size="xs" mt={8} loading={isBusy} onClick={onAgain}>
          New code
        </Button>
      </Note>
    );
  }
  return (
    <>
      <Text size="sm" role="status">
        Open your chat with @{code.bot} and press Start there. The code holds for 15 minutes, once; this page says when
        it has arrived.
      </Text>
      <Group gap="xs">
        <Button
          component="a"
          href={code.link}
          target="_blank"
          rel="noreferrer"
          leftSection={<Send size={15} aria-hidden />}
        >
          Open Telegram
        </Button>
      </Group>
      <Text size="sm">Or send this to @{code.bot}:</Text>
      <Verbatim>{startWords(code)}</Verbatim>
      <Group gap="xs">
        <CopyButton text={startWords(code)} label="Copy what to send" />
      </Group>
    </>
  );
}

/** What becomes of the code, looked at again and again until it has arrived or is over. */
function useStanding(onLinked: OnItsWayProps['onLinked']): CodeStanding['code'] {
  const { api } = useSession();
  const [standing, setStanding] = useState<CodeStanding['code']>('waiting');
  useEffect(() => {
    if (standing !== 'waiting') return undefined;
    let isWanted = true;
    const look = async () => {
      // Whoever is in Telegram meanwhile is told as soon as he is back.
      if (document.hidden) return;
      const now = await getCodeStanding(api).catch(() => null);
      if (!isWanted || now === null) return;
      setStanding(now.code);
      if (now.code === 'none') onLinked(now.telegram);
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    const back = () => void look();
    document.addEventListener('visibilitychange', back);
    return () => {
      isWanted = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', back);
    };
  }, [api, standing, onLinked]);
  return standing;
}

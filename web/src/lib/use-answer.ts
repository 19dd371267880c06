import { useCallback, useEffect, useRef, useState } from 'react';
import { type Api, messageOf } from './api.ts';
import { useSession } from './session.ts';
import type { Live } from './use-live.ts';

/** What the `api` answers to a question. Asked again whenever `question` changes; what was known stays until then. */
export function useAnswer<T>(question: string, ask: (api: Api) => Promise<T>): Live<T> {
  const { api } = useSession();
  const [attempt, setAttempt] = useState(0);
  const [live, setLive] = useState<Live<T>>({ status: 'loading' });
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const latest = useRef(ask);
  latest.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `question` and `attempt` are the reasons to ask again
  useEffect(() => {
    let isWanted = true;
    latest.current(api).then(
      (value) => isWanted && setLive({ status: 'ready', value }),
      (error: unknown) => isWanted && setLive({ status: 'error', message: messageOf(error), retry }),
    );
    return () => {
      isWanted = false;
    };
  }, [api, question, attempt, retry]);
  return live;
}

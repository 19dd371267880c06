import type { OrderView } from '@model/gallery-views.ts';
import { useEffect, useState } from 'react';
import { messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import type { Live } from '../../../lib/use-live.ts';
import { getOrder } from './gallery.ts';

const EVERY_MS = 2_000;
const LATER_MS = 15_000;
const SOON = 30;

/**
 * A purchase, looked at again until the payment page has said what became of it: every two seconds in the first minute,
 * every 15 after that.
 */
export function useOrder(orderId: string | null): Live<OrderView> {
  const { api } = useSession();
  const [live, setLive] = useState<Live<OrderView>>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is a reason to look again
  useEffect(() => {
    if (orderId === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isWanted = true;
    let looks = 0;
    const retry = () => setAttempt((count) => count + 1);
    async function look(id: string) {
      try {
        const value = await getOrder(api, id);
        if (!isWanted) return;
        setLive({ status: 'ready', value });
        looks += 1;
        if (value.status === 'open') timer = setTimeout(() => void look(id), looks < SOON ? EVERY_MS : LATER_MS);
      } catch (error) {
        if (isWanted) setLive({ status: 'error', message: messageOf(error), retry });
      }
    }
    void look(orderId);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [api, orderId, attempt]);
  return live;
}

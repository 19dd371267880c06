import { Text } from '@mantine/core';
import { CircleCheck, Hourglass, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ErrorState } from '../../../components/ui/states.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { priceWords } from '../api/gallery-words.ts';
import { useOrder } from '../api/use-order.ts';

interface PaymentNoteProps {
  readonly orderId: string;
  /** Whether the payment page was left without paying, as the way back says; what the server knows counts more. */
  readonly isCanceled: boolean;
  onPaid(): void;
}

/** What became of a purchase, live: Stripe tells it a moment after one is back. */
export function PaymentNote({ orderId, isCanceled, onPaid }: PaymentNoteProps) {
  const live = useOrder(orderId);
  const status = live.status === 'ready' ? live.value.status : null;
  const tell = useRef(onPaid);
  tell.current = onPaid;
  useEffect(() => {
    if (status === 'paid') tell.current();
  }, [status]);
  if (live.status === 'error') return <ErrorState message={live.message} retry={live.retry} />;
  if (live.status === 'loading') return null;
  const { price } = live.value;
  switch (live.value.status) {
    case 'paid':
      return (
        <Note tone="good" icon={CircleCheck} role="status">
          <Text size="sm">Paid: {priceWords(price)}. You can install it now.</Text>
        </Note>
      );
    case 'open':
      return isCanceled ? (
        <Note tone="neutral" icon={X} role="status">
          <Text size="sm">Canceled: nothing was paid. You can still buy it.</Text>
        </Note>
      ) : (
        <Note tone="info" icon={Hourglass} role="status">
          <Text size="sm">
            Waiting for the payment: Stripe has not confirmed it yet. This page says so when it has.
          </Text>
        </Note>
      );
    case 'expired':
      return (
        <Note tone="neutral" icon={X} role="status">
          <Text size="sm">The page to pay on has expired, and nothing was paid. You can buy it again.</Text>
        </Note>
      );
    case 'refunded':
      return (
        <Note tone="warn" icon={TriangleAlert} role="status">
          <Text size="sm">This payment was refunded. What you have installed stays, without new versions.</Text>
        </Note>
      );
  }
}

import { Button, Card, Text } from '@mantine/core';
import { Shapes } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { useTenant } from '../../../lib/use-tenant.ts';

const SampleDialog = lazy(() => import('./sample-dialog.tsx'));

/** The way to sample data, for who does not see the first steps any more. */
export function SampleCard() {
  const tenant = useTenant();
  const [isTrying, setIsTrying] = useState(false);
  const isThere = tenant !== null && tenant.sample !== null;
  return (
    <Card>
      <Only least="admin">
        <Text size="sm">
          {isThere
            ? 'There is sample data among yours. The note on top of every page removes it.'
            : 'A made-up business to try things with: products, customers, orders, invoices. Marked as such, and gone at a click.'}
        </Text>
        <Button
          mt="md"
          variant="default"
          leftSection={<Shapes size={15} aria-hidden />}
          disabled={tenant === null || isThere}
          onClick={() => setIsTrying(true)}
        >
          Try sample data…
        </Button>
      </Only>
      <Suspense>{isTrying && <SampleDialog onClose={() => setIsTrying(false)} />}</Suspense>
    </Card>
  );
}

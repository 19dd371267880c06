import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { ButtonLink } from '../../components/ui/links.tsx';
import { Page } from '../../components/ui/page.tsx';
import { EmptyState, ErrorState } from '../../components/ui/states.tsx';
import { messageOf } from '../../lib/api.ts';

export function NotFound() {
  return (
    <Page title="Page not found">
      <EmptyState icon={Compass} title="There is nothing here" action={<ButtonLink to="/">Go to chat</ButtonLink>}>
        The address may be mistyped, or what it named was deleted.
      </EmptyState>
    </Page>
  );
}

/** A page that threw; also one whose code could not be loaded. */
export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title="This page stumbled">
      <ErrorState message={messageOf(error)} retry={() => void router.invalidate()} />
    </Page>
  );
}

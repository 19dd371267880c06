import { Anchor, Button, type ButtonProps } from '@mantine/core';
import { createLink, useRouter } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { safeHref } from '../../lib/safe-href.ts';
import classes from './page.module.css';

type LinkProps<P> = Omit<P, 'href'> & Omit<ComponentPropsWithRef<'a'>, keyof P>;

/** A button that goes to a page of the app. */
export const ButtonLink = createLink((props: LinkProps<ButtonProps>) => <Button component="a" {...props} />);
export const BackLink = createLink(({ children, ...props }: ComponentPropsWithRef<'a'>) => (
  <a {...props} className={classes.back}>
    <ChevronLeft size={16} aria-hidden />
    {children}
  </a>
));

/** A link to a page of the app, within a text. */
export const TextLink = createLink(({ children, ...props }: ComponentPropsWithRef<'a'>) => (
  <Anchor {...props} inherit underline="always" c="inherit">
    {children}
  </Anchor>
));

interface StoredLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  onFollow?(): void;
}

/** A link out of stored data: inside the app without a reload, outside in a new tab, and not at all if it is neither. */
export function StoredLink({ href, children, onFollow }: StoredLinkProps) {
  const { history } = useRouter();
  const link = safeHref(href);
  if (link === null) return children;
  if (!link.inside) {
    return (
      <Anchor
        href={link.href}
        target="_blank"
        rel="noreferrer"
        inherit
        underline="always"
        c="inherit"
        onClick={onFollow}
      >
        {children}
      </Anchor>
    );
  }
  return (
    <Anchor
      href={link.href}
      inherit
      underline="always"
      c="inherit"
      onClick={(event) => {
        onFollow?.();
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        history.push(link.href);
      }}
    >
      {children}
    </Anchor>
  );
}

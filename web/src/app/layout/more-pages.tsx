import { Drawer } from '@mantine/core';
import classes from './layout.module.css';
import { PageLink } from './page-links.tsx';
import type { PageEntry } from './pages.ts';

interface MorePagesProps {
  readonly pages: readonly PageEntry[];
  onClose(): void;
}

/** The pages for which a phone has no tab. */
export default function MorePages({ pages, onClose }: MorePagesProps) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size={300}
      radius="lg"
      title="More"
      closeButtonProps={{ 'aria-label': 'Close', size: 'lg' }}
    >
      <nav className={classes.sheet} aria-label="More pages">
        {pages.map((page) => (
          <PageLink key={page.to} page={page} onFollow={onClose} />
        ))}
      </nav>
    </Drawer>
  );
}

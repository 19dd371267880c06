import type { ReactNode } from 'react';
import classes from './verbatim.module.css';

/** A text that is to be taken over letter by letter: an address, a key. One click marks all of it. */
export function Verbatim({ children }: { readonly children: ReactNode }) {
  return <code className={classes.verbatim}>{children}</code>;
}

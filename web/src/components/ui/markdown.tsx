import { lazy, Suspense } from 'react';
import classes from './markdown.module.css';

const ReactMarkdown = lazy(() => import('react-markdown'));

/** A text in markdown, formatted; plain until the formatter is loaded. HTML stays the text that it is, pictures are left out. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <Suspense fallback={<div className={classes.plain}>{text}</div>}>
      <div className={classes.prose}>
        <ReactMarkdown disallowedElements={['img']}>{text}</ReactMarkdown>
      </div>
    </Suspense>
  );
}

import type { GalleryItemView } from '@model/gallery-views.ts';
import { Check, Plug } from 'lucide-react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Section } from '../../../components/ui/page.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { riskLook } from '../../../lib/risk.ts';
import { humanize } from '../../../lib/words.ts';
import classes from './gallery.module.css';

type What = Pick<GalleryItemView, 'starts' | 'steps' | 'asks'> & Partial<Pick<GalleryItemView, 'needs'>>;

/** What it does, in words: when it starts, its steps, what it asks for and what it needs. */
export function ItemWhat({ what: { starts, steps, asks, needs = [] } }: { readonly what: What }) {
  return (
    <>
      <Section title="What it does">
        <p className={classes.soft}>{starts.map(({ words }) => words).join('; ') || 'It starts when you run it.'}</p>
        <ol className={`${classes.steps} ${classes.numbered}`} aria-label="Steps">
          {steps.map(({ title, risk, within }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a version never move
            <li key={place} style={{ marginInlineStart: within * 20 }}>
              <div className={classes.step}>
                <span>{title}</span>
                {risk !== 'safe' && <StatusPill look={riskLook[risk]} />}
              </div>
            </li>
          ))}
        </ol>
      </Section>
      {(needs.length > 0 || asks.length > 0) && (
        <Section title="What it needs">
          <Needs needs={needs} />
          <Asks asks={asks} />
        </Section>
      )}
    </>
  );
}

function Needs({ needs }: Required<Pick<What, 'needs'>>) {
  if (needs.length === 0) return null;
  return (
    <ul className={classes.steps} aria-label="Connections">
      {needs.map(({ connector, title, href, isThere }) => (
        <li key={connector} className={classes.step}>
          {isThere ? <Check size={15} aria-hidden /> : <Plug size={15} aria-hidden />}
          {isThere ? (
            <span>{title} is connected</span>
          ) : (
            <span>
              {title}, which is not connected: <StoredLink href={href}>connect {title}</StoredLink>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Asks({ asks }: Pick<What, 'asks'>) {
  if (asks.length === 0) return null;
  return (
    <>
      <p className={classes.soft}>It asks you for:</p>
      <ul className={classes.steps} aria-label="What it asks for">
        {asks.map(({ name, label, help }) => (
          <li key={name} className={classes.step}>
            <span>{label || humanize(name)}</span>
            {help !== '' && <span className={classes.soft}>{help}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

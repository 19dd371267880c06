import type { JsonObject } from '@model/json.ts';
import { ArrowRight } from 'lucide-react';
import { MailPreview } from '../../../components/ui/mail-preview.tsx';
import { useSession } from '../../../lib/session.ts';
import classes from './approvals.module.css';
import type { Deed } from './deed.ts';
import { changeWords, money } from './deed-words.ts';
import { ParamsView } from './params-view.tsx';

interface DeedViewProps {
  readonly deed: Deed;
  readonly params: JsonObject;
}

/** The very thing that a yes sends, changes or deletes. */
export function DeedView({ deed, params }: DeedViewProps) {
  const { tenant } = useSession();
  switch (deed.kind) {
    case 'mail':
      return <MailPreview mail={deed.mail} from={tenant.name} />;
    case 'message':
      return <Bubble deed={deed} from={tenant.name} />;
    case 'price':
      return <PriceChange deed={deed} currency={tenant.currency} more={without(params, ['newPrice', 'oldPrice'])} />;
    case 'write':
      return <Written deed={deed} />;
    case 'other':
      return <ParamsView params={params} />;
  }
}

function Bubble({ deed, from }: { readonly deed: Extract<Deed, { kind: 'message' }>; readonly from: string }) {
  const { medium, to, title, text } = deed;
  return (
    <section className={classes.chat} aria-label={`The message, ${medium}`}>
      <div className={classes.chatHead}>
        {from} · {medium}
        {to && ` · to ${to}`}
      </div>
      <div className={classes.bubble}>
        {title !== null && <strong>{title}</strong>}
        <div>{text}</div>
      </div>
    </section>
  );
}

interface PriceChangeProps {
  readonly deed: Extract<Deed, { kind: 'price' }>;
  readonly currency: string;
  readonly more: JsonObject;
}

function PriceChange({ deed: { from, to }, currency, more }: PriceChangeProps) {
  const change = changeWords(from, to);
  return (
    <>
      <section className={classes.price} aria-label="The price">
        {from !== null && (
          <>
            <span className={classes.before}>
              <small>Now</small>
              {money(from, currency)}
            </span>
            <ArrowRight size={18} aria-label="becomes" />
          </>
        )}
        <span className={classes.after}>
          <small>With your yes</small>
          {money(to, currency)}
        </span>
        {change !== null && <span className={classes.change}>{change}</span>}
      </section>
      <ParamsView params={more} />
    </>
  );
}

const verbs = { Add: 'A new document in', Change: 'These fields change in', Delete: 'Deleted for good:' };

function Written({ deed: { verb, place, fields } }: { readonly deed: Extract<Deed, { kind: 'write' }> }) {
  return (
    <section className={classes.written} aria-label={`The document ${place}`}>
      <div className={classes.chatHead}>
        {verbs[verb]} <code>{place}</code>
      </div>
      {Object.keys(fields).length > 0 && <ParamsView params={fields} />}
    </section>
  );
}

function without(params: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}

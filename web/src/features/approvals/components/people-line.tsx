import type { Approval } from '@model/approval.ts';
import { approversOf, seatOf, yesesOf } from '@model/approvers.ts';
import { Check } from 'lucide-react';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import classes from './approvals.module.css';

const SHOWN = 4;

/** Who has said yes, and who may still: with a disc each. Nothing where one yes is enough and anybody may say it. */
export function PeopleLine({ approval }: { readonly approval: Approval }) {
  const { uid } = useSession();
  const isTold = approval.needed > 1 || approval.approvers.length > 0;
  const people = usePeople(isTold);
  const selfApproval = useTenant()?.policy.selfApproval ?? 'if_alone';
  if (!isTold) return null;
  const yeses = yesesOf(approval);
  const open = approversOf(approval, people ?? [], selfApproval)
    .map((person) => person.uid)
    .filter((id) => !yeses.some((yes) => seatOf(yes) === id));
  const name = (id: string) => nameOf(id, people, uid);
  const more = open.length - SHOWN;
  return (
    <div className={classes.people}>
      <span className={classes.tally}>
        {yeses.length} of {approval.needed} {approval.needed === 1 ? 'has' : 'have'} said yes
      </span>
      {yeses.map((yes) => (
        <Face key={yes.by} name={yes.for === null ? name(yes.by) : `${name(yes.by)} for ${name(yes.for)}`} hasSaidYes />
      ))}
      {open.slice(0, SHOWN).map((id) => (
        <Face key={id} name={name(id)} hasSaidYes={false} />
      ))}
      {more > 0 && <span className={classes.tally}>and {more} more</span>}
    </div>
  );
}

function Face({ name, hasSaidYes }: { readonly name: string; readonly hasSaidYes: boolean }) {
  return (
    <span className={classes.face} data-yes={hasSaidYes || undefined}>
      <span className={classes.disc} aria-hidden>
        {hasSaidYes ? <Check size={13} strokeWidth={3} /> : initials(name)}
      </span>
      {name}
      <span className={classes.hidden}>{hasSaidYes ? ' said yes' : ' is asked'}</span>
    </span>
  );
}

/** `Dana Reed` → `DR`. */
function initials(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part !== '');
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => part?.charAt(0).toUpperCase()).join('');
}

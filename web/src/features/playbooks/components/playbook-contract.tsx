import { Card } from '@mantine/core';
import type { Contract } from '@model/contract.ts';
import { TriangleAlert } from 'lucide-react';
import { Note } from '../../../components/ui/status-pill.tsx';
import type { WholePlaybook } from '../api/use-whole-playbook.ts';
import { actionInWords, conditionsInWords } from './contract-words.ts';
import classes from './proposal.module.css';
import { Examples } from './proposal-facts.tsx';

interface ContractProps {
  readonly contract: Contract;
  readonly examples: WholePlaybook['examples'];
}

/** What a playbook is held against: what was said, what that was taken to mean, and whether it still does that. */
export function PlaybookContract({ contract, examples }: ContractProps) {
  const { sentences, actions, assumptions } = contract;
  const isBroken = examples.some(({ agrees }) => !agrees);
  return (
    <Card>
      {isBroken && (
        <div style={{ marginBottom: 16 }}>
          <Note tone="bad" icon={TriangleAlert}>
            It does not do what was asked for: see the examples. It cannot be active like this.
          </Note>
        </div>
      )}
      <dl className={classes.facts}>
        <Lines term="It was said" lines={sentences.map((one) => `“${one}”`)} />
        <Lines term="It acts on" lines={conditionsInWords(contract)} />
        <Lines term="What then" lines={actions.map(actionInWords)} />
        <Lines term="Taken for granted" lines={assumptions} />
        {examples.length > 0 && (
          <>
            <dt>Examples</dt>
            <dd>
              <Examples examples={examples} />
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}

function Lines({ term, lines }: { readonly term: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </dd>
    </>
  );
}

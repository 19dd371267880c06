import type { Card } from '@model/chat-part.ts';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { riskLook } from '../../../lib/risk.ts';
import { humanize, sentence, stepWords } from '../../../lib/words.ts';
import classes from './proposal.module.css';

/** When, what, for how much, and what it would have done. */
export function ProposalFacts({ card }: { readonly card: Card }) {
  const { triggers, nextTimes, steps, cost, simulation, examples } = card;
  return (
    <dl className={classes.facts}>
      <dt>When</dt>
      <dd>
        {triggers.map((words) => (
          <div key={words}>{sentence(words)}</div>
        ))}
        <NextTimes times={nextTimes} />
      </dd>
      <dt>What it does</dt>
      <dd>
        <Steps steps={steps} />
      </dd>
      {cost !== null && (
        <>
          <dt>Cost</dt>
          <dd>{sentence(cost.words)}</dd>
        </>
      )}
      {simulation !== null && (
        <>
          <dt>Tried on the past</dt>
          <dd>{sentence(simulation.words)}</dd>
        </>
      )}
      {examples.length > 0 && (
        <>
          <dt>Examples</dt>
          <dd>
            <Examples examples={examples} />
          </dd>
        </>
      )}
    </dl>
  );
}

function NextTimes({ times }: { readonly times: Card['nextTimes'] }) {
  const [first, ...later] = times;
  if (first === undefined) return null;
  const next = (
    <>
      Next: <time dateTime={first.at}>{first.words}</time>
    </>
  );
  if (later.length === 0) return <div className={classes.soft}>{next}</div>;
  return (
    <details className={classes.soft}>
      <summary>
        {next}, and {later.length} more
      </summary>
      <ul className={classes.plainList}>
        {later.map(({ at, words }) => (
          <li key={at}>
            <time dateTime={at}>{words}</time>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Steps({ steps }: Pick<Card, 'steps'>) {
  return (
    <ol className={classes.steps}>
      {steps.map(({ action, title, does, risk, toWhom }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two steps may be alike, and none ever moves
        <li key={index}>
          <div className={classes.step}>
            <span>
              {titleOf(action, title)}
              <ToWhom people={toWhom.filter((one) => !title.includes(one))} />
            </span>
            {risk !== 'safe' && <StatusPill look={riskLook[risk]} />}
          </div>
          {does !== null && <div className={classes.soft}>{sentence(does)}</div>}
        </li>
      ))}
    </ol>
  );
}

/** Its own words; where it has none but the name of its type, ours. */
function titleOf(action: string, title: string): string {
  return title === humanize(action) ? stepWords({ action }).title : sentence(title);
}

function ToWhom({ people }: { readonly people: readonly string[] }) {
  return people.length === 0 ? null : <b> → {people.join(', ')}</b>;
}

/** What makes it act and what does not, as it was tried. */
export function Examples({ examples }: Pick<Card, 'examples'>) {
  return (
    <ul className={classes.examples}>
      {examples.map(({ words, fires, agrees }) => (
        <li key={words}>
          <span className={classes.verdict} data-fires={fires}>
            {fires ? 'Acts' : 'Stays quiet'}
          </span>
          <span>
            {sentence(words)}
            {!agrees && <strong className={classes.disagrees}> It would {fires ? 'not act' : 'act'}.</strong>}
          </span>
        </li>
      ))}
    </ul>
  );
}

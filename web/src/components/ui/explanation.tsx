import { Skeleton, Stack, Switch, Text } from '@mantine/core';
import type { Evidence, Explanation } from '@model/explanation.ts';
import { useState } from 'react';
import type { Live } from '../../lib/use-live.ts';
import classes from './explanation.module.css';
import { StoredLink } from './links.tsx';
import { LiveView } from './states.tsx';

/** An answer in plain words: in short, then sentence by sentence, and on demand the stored facts behind each. */
export function ExplanationView({ live }: { readonly live: Live<Explanation> }) {
  return (
    <LiveView live={live} loading={<ExplanationSkeleton />}>
      {(explanation) => <Explained explanation={explanation} />}
    </LiveView>
  );
}

function Explained({ explanation: { summary, sentences, links } }: { readonly explanation: Explanation }) {
  const [withEvidence, setWithEvidence] = useState(false);
  return (
    <div>
      <Text fw={580} role="status" style={{ overflowWrap: 'anywhere' }}>
        {summary}
      </Text>
      <ol className={classes.sentences}>
        {sentences.map(({ text, evidence }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer never changes, and two sentences may be alike
          <li key={index}>
            {text}
            {withEvidence && <EvidenceList evidence={evidence} />}
          </li>
        ))}
      </ol>
      {links.length > 0 && (
        <nav className={classes.links} aria-label="About this answer">
          {links.map(({ label, href }) => (
            <StoredLink key={href} href={href}>
              {label}
            </StoredLink>
          ))}
        </nav>
      )}
      <Switch
        mt="md"
        size="sm"
        label="Show the evidence"
        checked={withEvidence}
        onChange={(event) => setWithEvidence(event.currentTarget.checked)}
      />
    </div>
  );
}

function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <dl className={classes.evidence}>
      {evidence.map(({ label, value, path }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer never changes, and two facts may be alike
        <EvidenceItem key={index} label={label} value={value} path={path} />
      ))}
    </dl>
  );
}

function EvidenceItem({ label, value, path }: Evidence) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {value}
        {path !== null && <small>{path}</small>}
      </dd>
    </>
  );
}

function ExplanationSkeleton() {
  return (
    <Stack gap="sm">
      <Skeleton height={16} width="70%" />
      <Skeleton height={12} width="92%" />
      <Skeleton height={12} width="84%" />
    </Stack>
  );
}

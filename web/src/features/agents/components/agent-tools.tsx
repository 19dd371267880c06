import { Badge, Text, Title } from '@mantine/core';
import { type AgentId, personas } from '@model/agent.ts';
import type { DailyLimit } from '@model/limit.ts';
import { defaultPolicy, type Risk, riskSchema } from '@model/policy.ts';
import type { Tenant } from '@model/tenant.ts';
import { StepIcon } from '../../../components/flow/step-icon.tsx';
import { limitName } from '../../../lib/limit-words.ts';
import { ruleWords, toFields } from '../../../lib/policy-words.ts';
import { riskLook } from '../../../lib/risk.ts';
import type { StepType, StepTypes } from '../../../lib/step-types.ts';
import { categoryTitle } from '../../../lib/words.ts';
import classes from './agents.module.css';

interface ToolsProps {
  readonly agent: AgentId;
  readonly types: StepTypes;
  readonly tenant: Tenant | null;
}
const COLORS: Readonly<Record<Risk, string>> = { safe: 'pine', moderate: 'yellow', high: 'red' };

/** What an agent works with, and within which limits. */
export function AgentTools({ agent, types, tenant }: ToolsProps) {
  const { trades } = personas[agent];
  const tools = [...types.values()].filter(({ kind, category }) => kind === 'action' && trades.includes(category));
  const groups = Map.groupBy(tools, ({ category }) => category);
  return (
    <>
      <details className={classes.fold}>
        <summary>
          <Title order={3}>
            What it works with <span className={classes.count}>{tools.length}</span>
          </Title>
        </summary>
        {trades.flatMap((trade) => {
          const inside = groups.get(trade) ?? [];
          return inside.length === 0 ? [] : [<ToolGroup key={trade} title={categoryTitle(trade)} types={inside} />];
        })}
        <Text size="sm" c="dimmed" mt="xs">
          It also reads, writes and thinks with what every agent has. A task may give it any other tool.
        </Text>
      </details>
      <details className={classes.fold}>
        <summary>
          <Title order={3}>Its limits</Title>
        </summary>
        <Limits tools={tools} tenant={tenant} />
      </details>
    </>
  );
}

function ToolGroup({ title, types }: { readonly title: string; readonly types: readonly StepType[] }) {
  return (
    <>
      <Text size="sm" fw={600} mt="sm" mb={4}>
        {title}
      </Text>
      <ul className={classes.tools}>
        {types
          .toSorted((a, b) => a.title.localeCompare(b.title))
          .map(({ id, title: name, description, risk }) => (
            <li key={id} title={description}>
              <StepIcon action={id} size={15} />
              <span>{name}</span>
              <RiskBadge risk={riskSchema.safeParse(risk).data ?? 'high'} />
            </li>
          ))}
      </ul>
    </>
  );
}

function RiskBadge({ risk }: { readonly risk: Risk }) {
  return (
    <Badge size="sm" color={COLORS[risk]}>
      {riskLook[risk].word}
    </Badge>
  );
}

function Limits({ tools, tenant }: { readonly tools: readonly StepType[]; readonly tenant: Tenant | null }) {
  const policy = toFields(tenant?.policy ?? defaultPolicy);
  const risks = riskSchema.options.filter((risk) => tools.some((tool) => tool.risk === risk));
  const limits = new Map(tools.flatMap(({ limit }) => (limit === null ? [] : [[limit.name, limit.perDay] as const])));
  const own = tenant?.limits.daily ?? {};
  return (
    <dl className={classes.limits}>
      {risks.map((risk) => (
        <div key={risk}>
          <dt>
            <RiskBadge risk={risk} />
          </dt>
          <dd>{ruleWords(policy[risk], tenant?.currency ?? 'USD')}</dd>
        </div>
      ))}
      {[...limits].map(([name, usual]) => (
        <div key={name}>
          <dt>At most</dt>
          <dd>
            {(own[name as DailyLimit] ?? usual).toLocaleString('en-US')} {limitName(name)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

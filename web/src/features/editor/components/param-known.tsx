import { Autocomplete, MultiSelect, NativeSelect, Select, Text } from '@mantine/core';
import { type AgentId, agentIds } from '@model/agent.ts';
import { eventCatalog } from '@model/event-catalog.ts';
import { DOMAIN_COLLECTIONS } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import { TextLink } from '../../../components/ui/links.tsx';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { useCollection } from '../../../lib/use-live.ts';
import { agentNames, humanize } from '../../../lib/words.ts';
import { useProblem } from './param-context.ts';
import { ParamFrame, type ParamProps } from './param-frame.tsx';

const MOST = 200;

export function agentWords(id: string): string {
  return agentIds.some((one) => one === id) ? agentNames[id as AgentId] : id;
}

type KnownProps = ParamProps<string> & {
  readonly connectors: readonly { readonly id: string; readonly title: string }[];
};

/** One of the tenant's connections to what the step speaks with. Only admins see them; others name one. */
export function ParamConnection(props: KnownProps) {
  const { orgId, may } = useSession();
  const isAllowed = may('admin');
  const { connectors, value, onChange, path } = props;
  const live = useCollection(isAllowed ? queries.connections(orgId, { limit: MOST }) : null);
  const error = useProblem(path, true);
  const known = live.status === 'ready' ? live.value : [];
  const fitting = known.filter(({ data }) => connectors.some(({ id }) => id === data?.connector));
  const titles = connectors.map(({ title }) => title).join(' or ');
  const data = [
    { value: '', label: `The usual one for ${titles || 'this'}` },
    ...fitting.map(({ id, data: one }) => ({ value: id, label: one?.name ?? id })),
  ];
  const odd = value !== undefined && !data.some((one) => one.value === value) ? [{ value, label: value }] : [];
  const isNone = isAllowed && live.status === 'ready' && fitting.length === 0 && connectors.length > 0;
  return (
    <ParamFrame {...props} error={error}>
      {(id) => (
        <>
          <NativeSelect
            id={id}
            value={value ?? ''}
            error={error !== null}
            data={[...data, ...odd]}
            onChange={(event) => onChange(event.currentTarget.value || undefined)}
          />
          {isNone && (
            <Text size="sm" mt={5} c="dimmed">
              Nothing is connected yet.{' '}
              <TextLink to="/settings/connections" search={{ connector: connectors[0]?.id }}>
                Connect {titles}
              </TextLink>
            </Text>
          )}
        </>
      )}
    </ParamFrame>
  );
}

/** Where data is kept: the shop's own collections, or records of its own making. */
export function ParamCollection(props: ParamProps<string>) {
  const { path, value, onChange } = props;
  const error = useProblem(path, true);
  return (
    <ParamFrame {...props} help={props.help ?? 'One of these, or a name of your own'} error={error}>
      {(id) => (
        <Autocomplete
          id={id}
          value={value ?? ''}
          error={error !== null}
          data={[...DOMAIN_COLLECTIONS]}
          autoComplete="off"
          onChange={(next) => onChange(next || undefined)}
        />
      )}
    </ParamFrame>
  );
}

/** An event of the catalogue, or one of the business's own. */
export function ParamEvent(props: ParamProps<string>) {
  const { path, value, onChange } = props;
  const error = useProblem(path, true);
  const title = eventCatalog.find(({ name }) => name === value)?.title;
  return (
    <ParamFrame {...props} help={title ?? props.help ?? 'Type to search; your own begin with custom.'} error={error}>
      {(id) => (
        <Autocomplete
          id={id}
          value={value ?? ''}
          error={error !== null}
          data={eventCatalog.map(({ name }) => name)}
          renderOption={({ option }) => (
            <span>
              <Text size="sm">{eventCatalog.find(({ name }) => name === option.value)?.title}</Text>
              <Text size="xs" c="dimmed">
                {option.value}
              </Text>
            </span>
          )}
          filter={({ search }) =>
            eventCatalog
              .filter(({ name, title: words }) =>
                `${name} ${words}`.toLowerCase().includes(search.trim().toLowerCase()),
              )
              .map(({ name }) => ({ value: name, label: name }))
          }
          limit={40}
          autoComplete="off"
          onChange={(next) => onChange(next || undefined)}
        />
      )}
    </ParamFrame>
  );
}

/** One of the tenant's playbooks. */
export function ParamPlaybook(props: ParamProps<string>) {
  const { orgId } = useSession();
  const { path, value, onChange } = props;
  const live = useCollection(queries.playbooks(orgId, { limit: MOST }));
  const error = useProblem(path, true);
  const known =
    live.status === 'ready' ? live.value.map(({ id, data }) => ({ value: id, label: data?.name ?? id })) : [];
  const odd = value !== undefined && !known.some((one) => one.value === value) ? [{ value, label: value }] : [];
  return (
    <ParamFrame {...props} error={error}>
      {(id) => (
        <Select
          id={id}
          searchable
          value={value ?? null}
          error={error !== null}
          data={[...known, ...odd]}
          placeholder="Choose a playbook"
          nothingFoundMessage="There is none of that name"
          onChange={(next) => onChange(next ?? undefined)}
        />
      )}
    </ParamFrame>
  );
}

/** Members of the team. */
export function ParamPeople(props: ParamProps<string[]>) {
  const { path, value = [], onChange } = props;
  const people = usePeople() ?? [];
  const error = useProblem(path, true);
  const odd = value.filter((uid) => !people.some((one) => one.uid === uid));
  return (
    <ParamFrame {...props} error={error}>
      {(id) => (
        <MultiSelect
          id={id}
          value={[...value]}
          error={error !== null}
          searchable
          clearButtonProps={{ 'aria-label': `Clear ${props.label}` }}
          data={[
            ...people.map(({ uid, name, email }) => ({ value: uid, label: name || email })),
            ...odd.map((uid) => ({ value: uid, label: people.length === 0 ? '…' : humanize(uid) })),
          ]}
          onChange={(next) => onChange(next.length === 0 ? undefined : next)}
        />
      )}
    </ParamFrame>
  );
}

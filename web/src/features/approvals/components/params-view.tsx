import type { JsonObject, JsonValue } from '@model/json.ts';
import { JsonTree } from '../../../components/ui/json-tree.tsx';
import { humanize } from '../../../lib/words.ts';
import classes from './approvals.module.css';

/** What would be done, param by param, in a form for people. What is empty says nothing. */
export function ParamsView({ params }: { readonly params: JsonObject }) {
  return (
    <dl className={classes.params}>
      {Object.entries(params).map(([name, value]) =>
        isEmpty(value) ? null : (
          <div key={name}>
            <dt>{humanize(name)}</dt>
            <dd>
              <ParamValue name={name} value={value} />
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

function ParamValue({ name, value }: { readonly name: string; readonly value: JsonValue }) {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (value === null || typeof value !== 'object') return <div className={classes.text}>{String(value)}</div>;
  if (!Array.isArray(value)) return <ParamsView params={value} />;
  if (value.every((item) => item === null || typeof item !== 'object')) return value.map(String).join(', ');
  return <JsonTree value={value} label={humanize(name)} />;
}

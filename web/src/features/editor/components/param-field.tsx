import { Button, Collapse, SegmentedControl } from '@mantine/core';
import { type JsonObject, type JsonValue, jsonObject, jsonValue } from '@model/json.ts';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { JsonSchema } from '../../../lib/json-schema.ts';
import { fits, type Shape, shapeOf, wayName } from '../../../lib/json-shape.ts';
import type { StepType } from '../../../lib/step-types.ts';
import classes from './param.module.css';
import { ParamAny } from './param-any.tsx';
import { useParamContext, useProblem } from './param-context.ts';
import { FromValue, ParamFrame, type ParamProps } from './param-frame.tsx';
import { ParamJson } from './param-json.tsx';
import {
  agentWords,
  ParamCollection,
  ParamConnection,
  ParamEvent,
  ParamPeople,
  ParamPlaybook,
} from './param-known.tsx';
import { ParamList, ParamTexts } from './param-list.tsx';
import { ParamMap } from './param-map.tsx';
import { ParamBoolean, ParamChips, ParamChoice, ParamNumber } from './param-simple.tsx';
import { ParamText } from './param-text.tsx';
import { paramWords } from './param-words.ts';

type FieldProps = ParamProps<JsonValue> & {
  readonly schema: JsonSchema;
  readonly isLiteral: boolean;
};

/** One value of a step, entered as its schema asks for it. Whatever it is, it can be taken from what is known then. */
function ParamField({ schema, isLiteral, ...props }: FieldProps) {
  const { label, value, onChange } = props;
  const error = useProblem(props.path, true);
  const shape = shapeOf(schema);
  const isFree = isLiteral || textFits(shape);
  if (!isFree && typeof value === 'string' && (shape.kind !== 'choice' || value.includes('{{'))) {
    const back = (
      <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onChange(undefined)}>
        Enter it here
      </Button>
    );
    return <ParamText {...props} value={value} error={error} aside={back} kinds={KINDS[shape.kind] ?? []} />;
  }
  const aside =
    isFree || props.aside !== undefined ? (
      props.aside
    ) : (
      <FromValue label={label} kinds={KINDS[shape.kind] ?? []} onPick={onChange} />
    );
  return <Shaped {...props} aside={aside} schema={schema} shape={shape} isLiteral={isLiteral} />;
}

/** Whether any text will do, so that there is a field for it anyway. */
function textFits(shape: Shape): boolean {
  if (shape.kind === 'ways') return shape.ways.some((way) => textFits(shapeOf(way)));
  return shape.kind === 'text' || shape.kind === 'any';
}

/** What of the values fits a shape best. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  number: ['number'],
  boolean: ['yes or no'],
  choice: ['text'],
  texts: ['list'],
  list: ['list'],
  object: ['fields'],
  map: ['fields'],
};

type ShapedProps = FieldProps & { readonly shape: Shape };

function Shaped({ schema, shape, isLiteral, ...props }: ShapedProps) {
  const { value, onChange } = props;
  const error = useProblem(props.path, true);
  const fallback = jsonValue.safeParse(schema.default).data;
  if (value !== undefined && value !== null && !fits(shape, value)) return <ParamJson {...props} />;
  switch (shape.kind) {
    case 'text': {
      const usual = typeof fallback === 'string' && fallback !== '' ? fallback : undefined;
      const text = typeof value === 'string' ? value : '';
      const clear = (next: string) => onChange(next === '' && !props.isRequired ? undefined : next);
      const given = { isLong: shape.isLong, isLiteral, placeholder: usual, error };
      return <ParamText {...props} {...given} value={text} onChange={clear} />;
    }
    case 'number':
      return <ParamNumber {...props} value={as.number(value)} fallback={fallback} isWhole={shape.isWhole} />;
    case 'boolean':
      return <ParamBoolean {...props} value={as.boolean(value)} fallback={fallback} />;
    case 'choice':
      return <ParamChoice {...props} value={as.text(value)} fallback={fallback} choices={shape.choices} />;
    case 'texts':
      return shape.choices.length > 0 ? (
        <ParamChips {...props} value={as.texts(value)} choices={shape.choices} />
      ) : (
        <ParamTexts {...props} value={as.texts(value)} isLiteral={isLiteral} />
      );
    case 'list':
      return (
        <ParamList {...props} value={Array.isArray(value) ? value : undefined} fresh={freshOf(shape.item)}>
          {(row) => <Inner {...row} schema={shape.item} isLiteral={isLiteral} isBare />}
        </ParamList>
      );
    case 'object':
      return (
        <ParamFrame {...props} error={null} isGroup>
          {() => <Inner {...props} value={value ?? {}} schema={schema} isLiteral={isLiteral} />}
        </ParamFrame>
      );
    case 'map':
      return (
        <ParamMap {...props} value={as.object(value)}>
          {(pair) => <MapValue {...pair} schema={shape.value} isLiteral={isLiteral} />}
        </ParamMap>
      );
    case 'ways':
      return <ParamWays {...props} ways={shape.ways} isLiteral={isLiteral} />;
    default:
      return <ParamAny {...props} isLong={false} />;
  }
}

/** A value as the type that its field is of; undefined where it is another. */
const as = {
  number: (value: JsonValue | undefined) => (typeof value === 'number' ? value : undefined),
  boolean: (value: JsonValue | undefined) => (typeof value === 'boolean' ? value : undefined),
  text: (value: JsonValue | undefined) => (typeof value === 'string' ? value : undefined),
  texts: (value: JsonValue | undefined) => (Array.isArray(value) ? value.map(String) : undefined),
  object: (value: JsonValue | undefined) => jsonObject.safeParse(value).data,
};

function freshOf(item: JsonSchema): JsonValue {
  const { kind } = shapeOf(item);
  return kind === 'object' || kind === 'map' ? {} : kind === 'list' || kind === 'texts' ? [] : '';
}

interface InnerProps {
  readonly path: string;
  readonly label: string;
  readonly value: JsonValue;
  readonly schema: JsonSchema;
  readonly isLiteral: boolean;
  /** There is a frame around it already. */
  readonly isBare?: boolean;
  onChange(value: JsonValue): void;
}

/** What stands inside a row: its fields, or the one value that it is. */
function Inner({ path, label, value, schema, isLiteral, isBare = false, onChange }: InnerProps) {
  const shape = shapeOf(schema);
  const fields = as.object(value);
  if (shape.kind === 'object' && fields !== undefined) {
    const inner = (
      <ParamFields path={path} schema={shape.schema} values={fields} isLiteral={isLiteral} onChange={onChange} />
    );
    return isBare ? inner : <div className={classes.nest}>{inner}</div>;
  }
  const own = { path, label, help: null, isRequired: true, value, schema, isLiteral };
  return <ParamField {...own} isLabelHidden onChange={(next) => onChange(next ?? freshOf(schema))} />;
}

type MapValueProps = Omit<InnerProps, 'isBare'>;

function MapValue({ path, label, value, schema, isLiteral, onChange }: MapValueProps) {
  const error = useProblem(path, true);
  const shape = shapeOf(schema);
  const put = (next: JsonValue | undefined) => onChange(next ?? '');
  const own = { path, label, help: null, isRequired: false, isLabelHidden: true };
  if (shape.kind === 'text' && typeof value === 'string') {
    return <ParamText {...own} value={value} isLiteral={isLiteral} error={error} onChange={put} />;
  }
  return <ParamAny {...own} value={value} onChange={put} />;
}

type ParamWaysProps = Omit<FieldProps, 'schema'> & { readonly ways: readonly JsonSchema[] };

/** A value that may have one of several shapes: which, is chosen. */
function ParamWays({ ways, isLiteral, ...props }: ParamWaysProps) {
  const { label, value, onChange } = props;
  const shapes = ways.map(shapeOf);
  const fitting = value === undefined ? -1 : shapes.findIndex((shape) => fits(shape, value));
  const [chosen, setChosen] = useState(0);
  const at = fitting < 0 ? chosen : fitting;
  const schema = ways[at] ?? {};
  const aside = (
    <SegmentedControl
      size="xs"
      aria-label={`How ${label} is given`}
      value={String(at)}
      data={shapes.map((shape, place) => ({ value: String(place), label: wayName(shape) }))}
      onChange={(next) => {
        setChosen(Number(next));
        onChange(undefined);
      }}
    />
  );
  return <ParamField {...props} schema={schema} isLiteral={isLiteral} aside={aside} />;
}

interface ParamFieldsProps {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly values: JsonObject;
  readonly isLiteral?: boolean;
  /** Of the step itself, whose params some are special. */
  readonly type?: StepType;
  onChange(values: JsonObject): void;
}

/** The fields of an object: those that are needed or filled first, the others on demand. */
export function ParamFields({ path, schema, values, isLiteral = false, type, onChange }: ParamFieldsProps) {
  const { problems } = useParamContext();
  const id = useId();
  const names = Object.keys(schema.properties ?? {});
  const needed = (name: string) => schema.required?.includes(name) === true;
  // What was empty at first stays where it is while it is filled.
  const [first] = useState(() => new Set(names.filter((name) => needed(name) || Object.hasOwn(values, name))));
  const [isOpen, setIsOpen] = useState(false);
  const more = names.filter((name) => !first.has(name));
  const isWrong = more.some((name) => problems.some((one) => `${one.path}.`.startsWith(`${path}.${name}.`)));
  const draw = (name: string) => (
    <NamedField
      key={name}
      name={name}
      path={`${path}.${name}`}
      schema={schema.properties?.[name] ?? {}}
      isRequired={needed(name)}
      isLiteral={isLiteral}
      type={type}
      value={values[name]}
      onChange={(next) => onChange(changed(values, name, next))}
    />
  );
  // With nothing needed and little to choose from there is nothing to fold.
  const isFolded = more.length > 0 && (first.size > 0 || more.length > 3);
  if (!isFolded) return <div className={classes.fields}>{names.map(draw)}</div>;
  const isShown = isOpen || isWrong;
  return (
    <div className={classes.fields}>
      {names.filter((name) => first.has(name)).map(draw)}
      <div>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          ml={-8}
          rightSection={<ChevronDown size={14} aria-hidden style={{ rotate: isShown ? '180deg' : undefined }} />}
          aria-expanded={isShown}
          aria-controls={id}
          onClick={() => setIsOpen(!isShown)}
        >
          {isShown ? 'Fewer options' : `More options (${more.length})`}
        </Button>
        <Collapse id={id} expanded={isShown}>
          <div className={`${classes.fields} ${classes.more}`}>{isShown && more.map(draw)}</div>
        </Collapse>
      </div>
    </div>
  );
}

function changed(values: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  const { [name]: _, ...others } = values;
  if (value === undefined) return others;
  return Object.hasOwn(values, name) ? { ...values, [name]: value } : { ...others, [name]: value };
}

interface NamedFieldProps {
  readonly name: string;
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  readonly isLiteral: boolean;
  readonly type: StepType | undefined;
  readonly value: JsonValue | undefined;
  onChange(value: JsonValue | undefined): void;
}

/** A field by its name: some names mean something that can be chosen from what there is. */
function NamedField({ name, schema, type, ...rest }: NamedFieldProps) {
  const { step, literals } = useParamContext();
  const words = paramWords(step.action, name, schema);
  const isLiteral = rest.isLiteral || (type !== undefined && literals.includes(name));
  const own = { ...rest, ...words, isLiteral };
  const text = { ...own, value: as.text(rest.value) };
  const isPlain =
    rest.value === undefined || rest.value === null || (typeof rest.value === 'string' && !rest.value.includes('{{'));
  if (type !== undefined && isPlain) {
    if (name === 'connection') return <ParamConnection {...text} connectors={type.connectors} />;
    if (name === 'collection' && shapeOf(schema).kind === 'text') return <ParamCollection {...text} />;
    if (name === 'playbookId') return <ParamPlaybook {...text} />;
    if (name === 'eventName') return <ParamEvent {...text} />;
    if (name === 'agent') {
      const shape = shapeOf(schema);
      const choices = shape.kind === 'choice' ? shape.choices : [];
      return <ParamChoice {...text} fallback={undefined} choices={choices} words={agentWords} />;
    }
  }
  const isPeople = name === 'approvers' && (rest.value === undefined || Array.isArray(rest.value));
  if (isPeople) return <ParamPeople {...own} value={as.texts(rest.value)} />;
  return <ParamField {...own} schema={schema} />;
}

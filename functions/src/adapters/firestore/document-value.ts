/** Firestore's wire form of a value, as far as we write it; what else may be read is turned into JSON. */
export interface WireValue {
  readonly valueType?: string;
  readonly nullValue?: unknown;
  readonly booleanValue?: boolean;
  readonly integerValue?: number | string;
  readonly doubleValue?: number;
  readonly stringValue?: string;
  readonly timestampValue?: WireTime;
  readonly arrayValue?: { readonly values?: readonly WireValue[] | null };
  readonly mapValue?: { readonly fields?: WireFields | null };
  readonly bytesValue?: Uint8Array;
  readonly referenceValue?: string;
  readonly geoPointValue?: { readonly latitude: number; readonly longitude: number };
}
export type WireFields = Readonly<Record<string, WireValue>>;
export interface WireTime {
  readonly seconds: number | string;
  readonly nanos: number;
}

/** The fields of a document to be written. Throws a `TypeError` for what Firestore has no form for, as `undefined`. */
export function encodeFields(data: object): WireFields {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, encodeValue(value)]));
}

export function encodeValue(value: unknown): WireValue {
  switch (typeof value) {
    case 'string':
      // A cut may have left half a character, for which the whole commit would be refused.
      return { stringValue: value.toWellFormed() };
    case 'boolean':
      return { booleanValue: value };
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? { integerValue: value } : { doubleValue: value };
    case 'object':
      if (value === null) return { nullValue: 'NULL_VALUE' };
      if (value instanceof Date) return { timestampValue: encodeTime(value) };
      if (Array.isArray(value)) return { arrayValue: { values: value.map(encodeValue) } };
      return { mapValue: { fields: encodeFields(value) } };
    default:
      throw new TypeError(`Firestore keeps no ${typeof value}`);
  }
}

function encodeTime(date: Date): WireTime {
  const ms = date.getTime();
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: (ms - seconds * 1000) * 1_000_000 };
}

/** The data of a document that was read, with its times as dates. */
export function decodeFields(fields: WireFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, decodeValue(value)]));
}

function decodeValue(value: WireValue): unknown {
  switch (value.valueType) {
    case 'stringValue':
      return value.stringValue;
    case 'booleanValue':
      return value.booleanValue;
    case 'integerValue':
      return Number(value.integerValue);
    case 'doubleValue':
      return value.doubleValue;
    case 'timestampValue':
      return value.timestampValue && decodeTime(value.timestampValue);
    case 'arrayValue':
      return (value.arrayValue?.values ?? []).map(decodeValue);
    case 'mapValue':
      return decodeFields(value.mapValue?.fields ?? {});
    case 'bytesValue':
      return Buffer.from(value.bytesValue ?? []).toString('base64');
    case 'referenceValue':
      return value.referenceValue;
    case 'geoPointValue':
      return value.geoPointValue && { ...value.geoPointValue };
    default:
      return null;
  }
}

function decodeTime({ seconds, nanos }: WireTime): Date {
  return new Date(Number(seconds) * 1000 + Math.round(nanos / 1_000_000));
}

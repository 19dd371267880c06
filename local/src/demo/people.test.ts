import { describe, expect, it } from 'vitest';
import { partsOf } from './people.ts';

describe('partsOf', () => {
  it('reads the JSON objects out of a UI message stream and leaves its end mark out', () => {
    const stream = 'data: {"type":"start"}\n\ndata: {"type":"text-delta","delta":"a: b"}\n\ndata: [DONE]\n\n';
    expect(partsOf(stream)).toEqual([{ type: 'start' }, { type: 'text-delta', delta: 'a: b' }]);
  });
});

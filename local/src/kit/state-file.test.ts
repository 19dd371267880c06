import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openStateFile, readState } from './state-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'state-'));
afterAll(() => rmSync(dir, { recursive: true }));
const schema = z.object({ n: z.number() });

describe('a state file', () => {
  it('holds the latest state once a save has resolved, and nothing lies beside it', async () => {
    const path = join(dir, 'made', 'state.json');
    let n = 0;
    const file = openStateFile(path, () => ({ n }), 0o600);
    const saves = [1, 2, 3].map((value) => {
      n = value;
      return file.save();
    });
    await Promise.all(saves);
    expect(readState(path, schema)).toEqual({ n: 3 });
    expect(readdirSync(join(dir, 'made'))).toEqual(['state.json']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is null before there is one', () => {
    expect(readState(join(dir, 'none.json'), schema)).toBeNull();
    expect(readState(undefined, schema)).toBeNull();
  });

  it('that cannot be read is named', () => {
    const path = join(dir, 'broken.json');
    writeFileSync(path, '{');
    expect(() => readState(path, schema)).toThrow(path);
  });
});

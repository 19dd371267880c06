import { describe, expect, it } from 'vitest';
import { storedZip } from './stored-zip.ts';

const END_OF_DIRECTORY_BYTES = 22;

describe('storedZip', () => {
  const zip = storedZip([
    { name: 'META-INF/MANIFEST.MF', data: Buffer.from('Manifest-Version: 1.0\r\n') },
    { name: 'b', data: Buffer.from('second') },
  ]);
  const end = zip.subarray(-END_OF_DIRECTORY_BYTES);

  it('lists every entry in the directory, where the end record says it is', () => {
    expect(end.readUInt32LE(0)).toBe(0x06054b50);
    expect(end.readUInt16LE(10)).toBe(2);
    const directory = end.readUInt32LE(16);
    expect(zip.readUInt32LE(directory)).toBe(0x02014b50);
    expect(directory + end.readUInt32LE(12)).toBe(zip.length - END_OF_DIRECTORY_BYTES);
  });

  it('stores each entry as it is, with the checksum that readers verify', () => {
    const nameBytes = zip.readUInt16LE(26);
    const size = zip.readUInt32LE(22);
    expect(zip.subarray(30, 30 + nameBytes).toString()).toBe('META-INF/MANIFEST.MF');
    expect(zip.subarray(30 + nameBytes, 30 + nameBytes + size).toString()).toBe('Manifest-Version: 1.0\r\n');
    expect(storedZip([{ name: 'n', data: Buffer.from('123456789') }]).readUInt32LE(14)).toBe(0xcbf43926);
  });

  it('gives the same bytes every time', () => {
    const again = storedZip([
      { name: 'META-INF/MANIFEST.MF', data: Buffer.from('Manifest-Version: 1.0\r\n') },
      { name: 'b', data: Buffer.from('second') },
    ]);
    expect(again.equals(zip)).toBe(true);
  });
});

import { crc32 } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 10;
/** 1 January 1980, the oldest date a zip can hold: the same entries always give the same bytes. */
const DATE = 0x0021;

/** A zip archive (and so a jar) with its entries stored, not compressed. */
export function storedZip(entries: readonly { name: string; data: Buffer }[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const shared = sharedHeader(name, data);
    const local = Buffer.concat([uint32(LOCAL_HEADER), shared, Buffer.from(name), data]);
    const noCommentNorAttributes = Buffer.alloc(10);
    directory.push(uint32(CENTRAL_HEADER), uint16(VERSION), shared, noCommentNorAttributes);
    directory.push(uint32(offset), Buffer.from(name));
    files.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const counts = Buffer.concat([uint16(0), uint16(0), uint16(entries.length), uint16(entries.length)]);
  const end = [uint32(END_OF_DIRECTORY), counts, uint32(listing.length), uint32(offset), uint16(0)];
  return Buffer.concat([...files, listing, ...end]);
}

/** The 26 bytes that the local and the central header have in common. */
function sharedHeader(name: string, data: Buffer): Buffer {
  const flagsMethodAndTime = Buffer.concat([uint16(VERSION), uint16(0), uint16(0), uint16(0), uint16(DATE)]);
  const sizes = Buffer.concat([uint32(crc32(data)), uint32(data.length), uint32(data.length)]);
  return Buffer.concat([flagsMethodAndTime, sizes, uint16(Buffer.byteLength(name)), uint16(0)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

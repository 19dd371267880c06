import { constants, crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, as text that comes piece by piece. */
export interface ZipEntry {
  readonly name: string;
  readonly pieces: AsyncIterable<string>;
}

interface Written {
  readonly name: Buffer;
  readonly at: number;
  readonly checksum: number;
  readonly deflated: number;
  readonly plain: number;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** What is needed to unpack it: 2.0. */
const VERSION = 20;
/** Sizes follow the data, names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980: an archive of the same content is the same. */
const DATE = 0x0021;
const LARGEST = 0xffff_ffff;
const LAST_BLOCK = Buffer.from([0x03, 0x00]);

/** An archive (ZIP) of these files, deflated, piece by piece: no more than a piece is held in memory. */
export async function* zipOf(entries: readonly ZipEntry[]): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const header = localHeader(name);
    yield header;
    const counts = { checksum: 0, plain: 0, deflated: 0 };
    for await (const piece of deflated(entry.pieces, counts)) yield piece;
    if (counts.plain > LARGEST) throw new RangeError('A file of an archive has 4 GB at most');
    yield descriptor(counts);
    written.push({ name, at, ...counts });
    at += header.length + counts.deflated + 16;
  }
  const directory = Buffer.concat(written.map(centralHeader));
  yield directory;
  yield end(written.length, directory.length, at);
}

interface Counts {
  checksum: number;
  plain: number;
  deflated: number;
}

/**
 * Each piece is deflated on its own and ends on a whole byte, so that they follow one another as the blocks of one
 * stream; the last block is empty.
 */
async function* deflated(pieces: AsyncIterable<string>, counts: Counts): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece);
    const packed = deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    counts.checksum = crc32(bytes, counts.checksum);
    counts.plain += bytes.length;
    counts.deflated += packed.length;
    yield packed;
  }
  counts.deflated += LAST_BLOCK.length;
  yield LAST_BLOCK;
}

function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(LOCAL, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt16LE(DATE, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ checksum, deflated: size, plain }: Counts): Buffer {
  const foot = Buffer.alloc(16);
  foot.writeUInt32LE(DESCRIPTOR, 0);
  foot.writeUInt32LE(checksum, 4);
  foot.writeUInt32LE(size, 8);
  foot.writeUInt32LE(plain, 12);
  return foot;
}

function centralHeader({ name, at, checksum, deflated: size, plain }: Written): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(CENTRAL, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(VERSION, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DEFLATED, 10);
  head.writeUInt16LE(DATE, 14);
  head.writeUInt32LE(checksum, 16);
  head.writeUInt32LE(size, 20);
  head.writeUInt32LE(plain, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(at, 42);
  return Buffer.concat([head, name]);
}

function end(count: number, size: number, at: number): Buffer {
  const foot = Buffer.alloc(22);
  foot.writeUInt32LE(END, 0);
  foot.writeUInt16LE(count, 8);
  foot.writeUInt16LE(count, 10);
  foot.writeUInt32LE(size, 12);
  foot.writeUInt32LE(at, 16);
  return foot;
}

import type { Outbound, OutboundStream } from '../ports.ts';

const LINE_FEED = 10;

/** A vendor that repeats a secret says it to nobody: not to the next step, and not to whom that one writes. */
export function concealingOutbound(outbound: Outbound, { text }: { text(text: string): string }): Outbound {
  return {
    ...outbound,
    fetch: async (url, init) => {
      const answer = await outbound.fetch(url, init);
      const bytes = async () => concealedBytes(await answer.bytes(), text);
      return { ...answer, bytes, text: async () => text(await answer.text()) };
    },
  };
}

/** The same for what is read while it comes, line by line: in a stream of events no text goes over a line. */
export function concealingStream(door: OutboundStream, { text }: { text(text: string): string }): OutboundStream {
  return {
    stream: async (url, init) => {
      const answer = await door.stream(url, init);
      return { ...answer, pieces: concealedLines(answer.pieces, text) };
    },
  };
}

async function* concealedLines(pieces: AsyncIterable<Uint8Array>, text: (text: string) => string) {
  let begun: Uint8Array[] = [];
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield concealedBytes(Buffer.concat([...begun, piece.subarray(0, end)]), text);
    begun = end > 0 ? [piece.subarray(end)] : [...begun, piece];
  }
  yield concealedBytes(Buffer.concat(begun), text);
}

function concealedBytes(bytes: Uint8Array, text: (text: string) => string): Uint8Array {
  const said = Buffer.from(bytes).toString('latin1');
  const left = text(said);
  return left === said ? bytes : Buffer.from(left, 'latin1');
}

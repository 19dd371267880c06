import { generateKeyPairSync, sign } from 'node:crypto';

type Bytes = Uint8Array<ArrayBufferLike>;

/** One element of DER: its tag, its length, its content. */
function der(tag: number, ...parts: readonly Bytes[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: readonly Bytes[]) => der(0x30, ...parts);
const hex = (digits: string) => Buffer.from(digits, 'hex');
const ECDSA_SHA256 = sequence(der(0x06, hex('2a8648ce3d040302')));
const COMMON_NAME = der(0x06, hex('550403'));
const BASIC_CONSTRAINTS = der(0x06, hex('551d13'));
const ALTERNATIVE_NAME = der(0x06, hex('551d11'));
const TRUE = der(0x01, hex('ff'));

/** A certificate of a server of this machine, signed by itself, and its key. Both in PEM. */
export function selfSigned(name: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const times = sequence(...['20200101000000Z', '20990101000000Z'].map((at) => der(0x18, Buffer.from(at))));
  const extensions = sequence(
    sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence(TRUE))),
    sequence(ALTERNATIVE_NAME, der(0x04, sequence(der(0x82, Buffer.from(name))))),
  );
  const signed = sequence(
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, hex('01')),
    ECDSA_SHA256,
    subject,
    times,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', signed, privateKey);
  const bytes = sequence(signed, ECDSA_SHA256, der(0x03, hex('00'), signature));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}

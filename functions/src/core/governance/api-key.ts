import { crc32 } from 'node:zlib';
import { sha256Hex } from '../derive-id.ts';
import type { Random } from '../ports.ts';

/** `pbk_live_<id>_<secret><crc>`: 12, 40 and 8 characters. The checksum tells a typo from a wrong key without a read. */
const FORMAT = /^pbk_live_([a-z0-9]{12})_([a-zA-Z0-9]{40})([0-9a-f]{8})$/;

export interface NewApiKey {
  readonly key: string;
  readonly keyId: string;
  /** All that is stored of it. */
  readonly sha256: string;
}

export function newApiKey(random: Random): NewApiKey {
  const keyId = letters(random, 12).toLowerCase();
  const secret = letters(random, 40);
  const key = `pbk_live_${keyId}_${secret}${checksum(keyId, secret)}`;
  return { key, keyId, sha256: sha256Hex(key) };
}

/** The hash to look a key up by; null when it cannot be one of ours. */
export function apiKeyHash(key: string): string | null {
  const [, keyId, secret, crc] = FORMAT.exec(key) ?? [];
  if (keyId === undefined || secret === undefined || crc !== checksum(keyId, secret)) return null;
  return sha256Hex(key);
}

function checksum(keyId: string, secret: string): string {
  return crc32(`${keyId}_${secret}`).toString(16).padStart(8, '0');
}

function letters(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += random.token().replace(/[^a-zA-Z0-9]/g, '');
  return text.slice(0, length);
}

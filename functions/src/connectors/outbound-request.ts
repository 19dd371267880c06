import { blocked } from './outbound-errors.ts';

const MAX_URL_LENGTH = 4_096;
/** Set by the transport itself; given by a caller they could smuggle a second request. */
const TRANSPORT_HEADERS =
  /^(host|connection|content-length|transfer-encoding|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/i;

/** Where the requests for an address go. */
export function detoured(detours: ReadonlyMap<string, string>, url: URL): URL {
  const origin = detours.get(url.host);
  return origin === undefined ? url : new URL(`${origin}${url.pathname}${url.search}`);
}

export function checkedUrl(text: string): URL {
  const url = text.length <= MAX_URL_LENGTH ? URL.parse(text) : null;
  if (!url) throw blocked('The address is not a URL. Write it in full, such as https://example.com/menu.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw blocked(`Only http and https addresses can be called, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw blocked(`Leave the user name and password out of the address of ${url.hostname}; use a header.`);
  }
  return url;
}

export function sendableHeaders(headers: Readonly<Record<string, string>>): Headers {
  const kept = Object.entries(headers).filter(([name]) => !TRANSPORT_HEADERS.test(name));
  try {
    return new Headers(kept);
  } catch (cause) {
    throw blocked('A header has a name or value that HTTP does not allow (a line break, for example).', cause);
  }
}

export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

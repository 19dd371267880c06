import express, { type Request, type RequestHandler } from 'express';
import { HttpProblem, malformed, tooLarge, unsupportedEncoding } from './problem.ts';
import { REFUSED_ENCODING } from './raw-body.ts';

const LIMIT_BYTES = 256 * 1024;
const MAX_DEPTH = 64;

const parseStream = express.json({ limit: LIMIT_BYTES, type: ['json', 'application/octet-stream'] });

const FORM = 'application/x-www-form-urlencoded';
const parseForm = express.urlencoded({ limit: LIMIT_BYTES, type: FORM, extended: false });

/** Those whose body is to stay as it came. The platform, too, leaves bytes there, and means nothing by it. */
const kept = new WeakSet<Request>();

const keepStream = express.raw({ limit: LIMIT_BYTES, type: () => true, inflate: false });

/** Leaves a body of at most 256 KB as the bytes that came: who sent it is to be known before anything is read. */
export const keepBytes: RequestHandler = (request, response, next) => {
  const raw: unknown = 'rawBody' in request ? request.rawBody : undefined;
  if (request.get(REFUSED_ENCODING) !== undefined) throw unsupportedEncoding();
  const keep = (bytes: unknown): void => {
    request.body = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
    kept.add(request);
    next();
  };
  if (!Buffer.isBuffer(raw)) {
    keepStream(request, response, (error?: unknown) => (error ? next(error) : keep(request.body)));
    return;
  }
  if (raw.length > LIMIT_BYTES) throw tooLarge();
  keep(raw);
};

/** Parses a JSON body (or that of a plain form) of at most 256 KB, wherever it was read; throws an `HttpProblem` (400, 413). */
export const readJson: RequestHandler = (request, response, next) => {
  if (kept.has(request)) return next();
  const raw: unknown = 'rawBody' in request ? request.rawBody : undefined;
  if (request.get(REFUSED_ENCODING) !== undefined) throw unsupportedEncoding();
  const isForm = request.is(FORM) !== false;
  if (!Buffer.isBuffer(raw)) {
    (isForm ? parseForm : parseStream)(request, response, (error?: unknown) =>
      next(error ?? contentProblem(request.body)),
    );
    return;
  }
  if (raw.length > LIMIT_BYTES) throw tooLarge();
  const text = new TextDecoder().decode(raw);
  request.body = isForm ? Object.fromEntries(new URLSearchParams(text)) : text === '' ? {} : parse(text);
  next(contentProblem(request.body));
};

/** What is valid JSON and yet can be neither walked through, level by level, nor stored as text. */
function contentProblem(body: unknown): HttpProblem | undefined {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return refused(`Lists and objects may lie within each other ${MAX_DEPTH} levels deep`);
    if (level.some((value) => typeof value === 'string' && !value.isWellFormed())) {
      return refused('There is half a character (a lone surrogate such as \\ud800) in a text');
    }
    level = level.flatMap((value) => (value !== null && typeof value === 'object' ? Object.entries(value).flat() : []));
  }
  return undefined;
}

function refused(message: string): HttpProblem {
  return new HttpProblem(422, 'invalid', message, { errors: [{ path: 'body', message }] });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(error);
  }
}

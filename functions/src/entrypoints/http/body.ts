import express, { type RequestHandler } from 'express';
import { malformed, tooLarge } from './problem.ts';

const LIMIT_BYTES = 256 * 1024;

const parseStream = express.json({ limit: LIMIT_BYTES, type: ['json', 'application/octet-stream'] });

/** Parses a JSON body of at most 256 KB, wherever it was read; throws an `HttpProblem` (400, 413). */
export const readJson: RequestHandler = (request, response, next) => {
  const raw: unknown = 'rawBody' in request ? request.rawBody : undefined;
  if (!Buffer.isBuffer(raw)) {
    parseStream(request, response, next);
    return;
  }
  if (raw.length > LIMIT_BYTES) throw tooLarge();
  request.body = raw.length === 0 ? {} : parse(raw.toString('utf8'));
  next();
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(error);
  }
}

import { ApiError } from './api.ts';

/** What the server said of which field, for a form: `body.params.to` and `params.to` alike. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.errors.map(({ path, message }) => [path.replace(/^body\./, ''), message]));
}

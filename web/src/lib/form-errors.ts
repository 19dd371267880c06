import { ApiError } from './api.ts';

/** What the server said of which field, for a form: `body.params.to` and `params.to` alike. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.errors.map(({ path, message }) => [path.replace(/^body\./, ''), message]));
}

/** Shows at the fields of a form what the server has against them; whether there is any such thing. */
export function showFieldErrors(error: unknown, show: (errors: Record<string, string>) => void): boolean {
  const found = fieldErrors(error);
  show(found);
  return Object.keys(found).length > 0;
}

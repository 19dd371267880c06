import { type JsonValue, jsonValue } from '@model/json.ts';
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { type Api, messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { pathsIn, splitTemplate, writePath } from './expressions-text.ts';
import { type Facts, valueAt } from './scope-sample.ts';

/** What an expression came to, or what is wrong with it. */
export type Tried = { readonly value: JsonValue } | { readonly problem: string };

const answer = z.union([z.object({ value: jsonValue }), z.object({ problem: z.string() })]);
/** So long nothing was typed before the server is asked. */
const PAUSE_MS = 150;
/** More is not sent: what is not read is left out first. */
const MOST_FACTS = 90_000;

type Kind = 'condition' | 'template';

function tryExpression(api: Api, kind: Kind, text: string, facts: Facts): Promise<Tried> {
  const body = { kind, text, facts: onlyRead(facts, kind, text) };
  return api.call({ method: 'POST', path: '/api/expressions', body, answer });
}

/** Facts without the steps that the text does not name, since outputs may be large. */
function onlyRead(facts: Facts, kind: Kind, text: string): Facts {
  if (JSON.stringify(facts).length <= MOST_FACTS) return facts;
  const sources =
    kind === 'condition' ? [text] : splitTemplate(text).map((part) => (typeof part === 'string' ? '' : part.source));
  const paths = sources.flatMap((source) => pathsIn(source));
  const isRead = (path: readonly string[]) => paths.some((one) => path.every((name, at) => one[at] === name));
  return {
    ...facts,
    steps: Object.fromEntries(Object.entries(facts.steps).filter(([id]) => isRead(['steps', id]))),
    agents: Object.fromEntries(Object.entries(facts.agents).filter(([agent]) => isRead([agent]))),
  };
}

/**
 * What a text comes to with these facts, asked a moment after the last change; null while that is not known, or where
 * the text is null.
 */
export function useTried(kind: Kind, text: string | null, facts: Facts): Tried | null {
  const { api } = useSession();
  const [tried, setTried] = useState<{ readonly question: string; readonly outcome: Tried } | null>(null);
  const question = text === null ? null : JSON.stringify([kind, text, facts]);
  const latest = useRef(facts);
  latest.current = facts;
  useEffect(() => {
    if (question === null || text === null) return;
    let isWanted = true;
    const tell = (outcome: Tried) => isWanted && setTried({ question, outcome });
    const timer = setTimeout(() => {
      tryExpression(api, kind, text, latest.current).then(tell, (error: unknown) =>
        tell({ problem: messageOf(error) }),
      );
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [api, kind, text, question]);
  if (question === null || tried === null) return null;
  // Until the next answer is there, the last one stands.
  return tried.outcome;
}

/** A text with its templates filled in, where they only name values; null where more is to be worked out. */
export function filledIn(text: string, facts: Facts): string | null {
  const parts = splitTemplate(text).map((part) => {
    if (typeof part === 'string') return part;
    const source = part.source.trim();
    const [path] = pathsIn(source);
    const value = path !== undefined && writePath(path) === source ? valueAt(facts, path) : undefined;
    return value === undefined ? null : shortOf(value);
  });
  return parts.includes(null) ? null : parts.join('');
}

/** A value in a few words: `3 items`, `Ada`. */
export function shortOf(value: JsonValue): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`;
  return JSON.stringify(value);
}

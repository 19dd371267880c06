import { z } from 'zod';
import { advice, type Check, type Look, missing, ok } from '../check.ts';
import { GoogleError } from '../google.ts';

const healthSchema = z.object({
  status: z.literal('ok'),
  time: z.iso.datetime(),
  tickAgeMs: z.int().nullable(),
  watchAgeMs: z.int().nullable(),
});
const TIMEOUT_MS = 30_000;
const SKEW_MS = 60_000;

/** `/api/health` at one of the two addresses; throws what is wrong with it. */
export async function readHealth({ fetch }: Look, origin: string): Promise<z.infer<typeof healthSchema>> {
  const url = `${origin}/api/health`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((cause: unknown) => {
    throw new GoogleError(0, `${url} does not answer`, { cause });
  });
  if (!answer.ok) throw new GoogleError(0, `${url} answers ${answer.status}`);
  const health = healthSchema.safeParse(await answer.json().catch(() => null));
  if (health.success) return health.data;
  throw new GoogleError(0, `${url} answers something that is not ours`);
}

/** What anyone can see from outside. */
export const liveHttpChecks: readonly Check[] = [
  {
    id: 'health',
    title: 'The API answers',
    step: 'functions',
    async run(look) {
      const { projectId, region, settings } = look;
      const { config } = settings;
      if (config === null) return missing(settings.problem ?? '', `edit ${settings.path}`);
      const logs = `gcloud functions logs read api --region ${region} --project ${projectId}`;
      for (const origin of [config.apiOrigin, config.appOrigin]) {
        const problem = await readHealth(look, origin).then(
          () => null,
          (error: Error) => error.message,
        );
        if (problem !== null) return missing(problem, logs, `npm run deploy -- --project ${projectId}`);
      }
      return ok(`${config.apiOrigin} and ${config.appOrigin}`);
    },
  },
  {
    id: 'clock',
    title: 'Clocks',
    step: null,
    async run(look) {
      const { config } = look.settings;
      if (config === null) return missing(look.settings.problem ?? '', `edit ${look.settings.path}`);
      const { time } = await readHealth(look, config.apiOrigin);
      const skew = Math.abs(look.now().getTime() - Date.parse(time));
      if (skew <= SKEW_MS) return ok('agree');
      return advice(
        `This machine and Google’s differ by ${Math.round(skew / 1000)} s; ages below are wrong by as much`,
        'set the clock of this machine',
      );
    },
  },
];

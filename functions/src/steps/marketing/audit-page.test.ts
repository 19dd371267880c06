import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../../test/loopback-site.ts';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { auditPage } from './audit-page.ts';

const open: LoopbackSite[] = [];
afterEach(() => {
  for (const site of open.splice(0)) site.close();
});
async function audit(html: string, headers: Record<string, string> = {}) {
  const site = await loopbackSite((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html),
  );
  open.push(site);
  const { context } = stepContext({ allow: [site.hostPort] });
  const output = await runStep(auditPage, { url: `${site.origin}/` }, context);
  return output as { score: number; findings: { code: string }[]; [name: string]: unknown };
}
const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);

const good = `<!doctype html><html lang="en"><head><title>Green teas from Syracuse, fresh each week</title>
<meta name="description" content="Forty green teas, blended in Syracuse and sent the same day. Free delivery from $40.">
<meta name="viewport" content="width=device-width"><meta property="og:title" content="Teas"><link rel="canonical" href="/">
<script type="application/ld+json">{"@graph":[{"@type":"Product"},{"@type":["Store","LocalBusiness"]}]}</script></head>
<body><h1>Green teas</h1><h2>Sencha</h2><p>${'word '.repeat(120)}</p><img src="a.png" alt="Tea"><a href="/x">x</a><a href="https://other.example">y</a></body></html>`;

describe('audit_page', () => {
  it('finds nothing wrong with a good page but how it was delivered here', async () => {
    const result = await audit(good, { 'cache-control': 'max-age=60' });
    expect(codes(result)).toEqual(['insecure']);
    expect(result).toMatchObject({
      score: 85,
      structuredData: ['Product', 'Store', 'LocalBusiness'],
      links: { internal: 1, external: 1 },
      images: { count: 1, withoutAlt: 0 },
      headings: [
        { level: 1, text: 'Green teas' },
        { level: 2, text: 'Sencha' },
      ],
      isIndexable: true,
      language: 'en',
    });
  });

  it('says of a poor page what is wrong with it', async () => {
    const scripts = '<script src="a.js"></script>'.repeat(3);
    const poor = `<html><head>${scripts}<script type="application/ld+json">{oops</script></head><body><h1>A</h1><h1>B</h1><h3>C</h3><img src="x"></body></html>`;
    const result = await audit(poor, { 'x-robots-tag': 'noindex' });
    expect(codes(result)).toEqual(
      expect.arrayContaining([
        ...[
          'title_missing',
          'description_missing',
          'h1_several',
          'thin',
          'noindex',
          'canonical_missing',
          'language_missing',
        ],
        ...[
          'alt_missing',
          'structured_data_broken',
          'viewport_missing',
          'headings_jump',
          'scripts_block',
          'cache_missing',
        ],
      ]),
    );
    expect(result.score).toBeLessThan(30);
  });

  it('survives what is no page at all', async () => {
    expect(codes(await audit('<<<'))).toContain('title_missing');
    expect((await audit('<div>'.repeat(50_000))).score).toBeGreaterThanOrEqual(0);
  });
});

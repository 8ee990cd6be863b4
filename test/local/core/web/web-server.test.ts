import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SiteFiles } from '../../../../local/src/core/web/site-files.ts';
import { startWebServer, type WebServer } from '../../../../local/src/core/web/web-server.ts';

const PAGE = '<!doctype html><title>Site</title>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(5_000))});`;

let directory: string;
let site: WebServer;
let gateway: Server;
let isBuilt = false;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), PAGE);
  writeFileSync(join(directory, 'assets/main-12345678.js'), SCRIPT);
  gateway = createServer((asked, response) => {
    response.setHeader('content-type', 'application/json');
    asked.pipe(response.writeHead(asked.url === '/_local/echo' ? 200 : 404));
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const files = new SiteFiles(directory, { '/config.json': { isLocal: true } });
  site = await startWebServer({
    port: 0,
    endpoint: () => (isBuilt ? `http://127.0.0.1:${(gateway.address() as AddressInfo).port}` : undefined),
    headers: () => ({ 'content-security-policy': "default-src 'none'" }),
    files: () => (isBuilt ? files : undefined),
    waiting: 'being built',
  });
});
afterAll(async () => {
  await site?.close();
  gateway?.close();
  rmSync(directory, { recursive: true, force: true });
});

const get = (path: string, init: RequestInit = {}) => fetch(site.url + path, init);

/** Sends a request with headers that fetch does not allow to set. */
const getAs = (headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(site.url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once('error', reject)
      .end();
  });

describe('A site that is being built', () => {
  test('answers with a waiting page that reloads automatically', async () => {
    const answer = await get('/reviews');
    expect([answer.status, answer.headers.get('refresh'), await answer.text()]).toEqual([503, '1', 'being built']);
    expect((await get('/_local/echo')).status).toBe(503);
    isBuilt = true;
  });
});

describe('A built site', () => {
  test('redirects other names of this machine to the origin that sign-in knows', async () => {
    const { port } = new URL(site.url);
    const answer = await fetch(`http://localhost:${port}/reviews?tab=x`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, `${site.url}/reviews?tab=x`]);
  });

  test('answers every path that is not a file with its index page, and never serves files outside its folder', async () => {
    for (const path of ['/', '/reviews/a.b?tab=x', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd']) {
      expect(await (await get(path)).text()).toBe(PAGE);
    }
    expect((await get('/assets/gone-12345678.js')).status).toBe(404);
    expect(await (await get('/config.json')).json()).toEqual({ isLocal: true });
  });

  test('lets browsers cache files with a content hash in their name indefinitely, and makes them revalidate pages', async () => {
    const script = await get('/assets/main-12345678.js');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await get('/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await get('/', { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test.each(['br', 'gzip'])('is compressed for a client that accepts %s', async (coding) => {
    const answer = await get('/assets/main-12345678.js', { headers: { 'accept-encoding': coding } });
    expect(answer.headers.get('content-encoding')).toBe(coding);
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(SCRIPT.length / 10);
    expect(await answer.text()).toBe(SCRIPT);
  });

  test('sets its headers on every response', async () => {
    for (const path of ['/', '/assets/gone.js', '/_local/echo', '/_local/none'])
      expect((await get(path)).headers.get('content-security-policy')).toBe("default-src 'none'");
  });

  test('accepts only GET and HEAD', async () => {
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405);
    const head = await get('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('proxies requests to the API of the runtime, and its responses', async () => {
    const answer = await get('/_local/echo', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '{"a":1}']);
    expect((await get('/_local/none')).status).toBe(404);
  });

  test('refuses requests with a foreign Host or a foreign Origin', async () => {
    expect(await getAs({ host: 'evil.example' })).toBe(403);
    expect(await getAs({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe(403);
  });
});

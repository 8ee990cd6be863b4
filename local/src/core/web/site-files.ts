import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES: { readonly [extension: string]: string } = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.json', '.svg']);
/** Brotli options. At this quality, compressing a file takes a few milliseconds and happens once per file. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

interface Variant {
  readonly body: Buffer;
  readonly encoding: string | undefined;
}

interface SiteFile {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  /** Bodies by content coding; '' is uncompressed. The first request for a coding compresses the file. */
  readonly variants: Map<string, Variant>;
  readonly isCompressible: boolean;
  readonly body: Buffer;
}

/** File names with a content hash; such a file never changes. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/;
const FIRST_PAGE = '/index.html';

/** The files of a built single-page app, in memory. No path can reach any other file. */
export class SiteFiles {
  readonly #files = new Map<string, SiteFile>();

  /** `documents`: additional JSON documents by path, e.g. `/config.json`. */
  constructor(directory: string, documents: { readonly [path: string]: unknown }) {
    for (const { name, parentPath } of globSync('**/*', { cwd: directory, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ))
      this.#add(
        join(parentPath, name).slice(directory.length).replaceAll('\\', '/'),
        readFileSync(join(parentPath, name)),
      );
    for (const [path, document] of Object.entries(documents)) this.#add(path, Buffer.from(JSON.stringify(document)));
  }

  /** Answers GET and HEAD. A path without a file is a client-side route and gets index.html. */
  send(request: IncomingMessage, response: ServerResponse, headers: { readonly [name: string]: string }): void {
    const path = (request.url ?? '/').replace(/[?#].*$/, '');
    const file = this.#files.get(path) ?? (path.startsWith('/assets/') ? undefined : this.#files.get(FIRST_PAGE));
    if (!file) {
      response
        .writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
        .end('There is no such file.\n');
      return;
    }
    const { etag, type, cacheControl } = file;
    const own = { ...headers, etag, 'cache-control': cacheControl, vary: 'accept-encoding' };
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, own).end();
    const { body, encoding } = variantOf(file, String(request.headers['accept-encoding'] ?? ''));
    const length = { 'content-length': body.length, ...(encoding && { 'content-encoding': encoding }) };
    response.writeHead(200, { ...own, ...length, 'content-type': type });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  #add(path: string, body: Buffer): void {
    const extension = extname(path);
    this.#files.set(path, {
      type: TYPES[extension] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      cacheControl: HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      variants: new Map([['', { body, encoding: undefined }]]),
      isCompressible: COMPRESSIBLE.has(extension),
      body,
    });
  }
}

const COMPRESS: { readonly [encoding: string]: (body: Buffer) => Buffer } = {
  br: (body) => brotliCompressSync(body, BROTLI),
  gzip: (body) => gzipSync(body),
};

const variantOf = (file: SiteFile, accepted: string): Variant => {
  const encoding = file.isCompressible ? Object.keys(COMPRESS).find((each) => accepted.includes(each)) : undefined;
  const known = file.variants.get(encoding ?? '');
  if (known) return known;
  const made = { body: COMPRESS[encoding ?? '']?.(file.body) ?? file.body, encoding };
  file.variants.set(encoding ?? '', made);
  return made;
};

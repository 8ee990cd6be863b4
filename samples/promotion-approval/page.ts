import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../../handlers/shared/http/event.ts';

const STYLE =
  ':root{color-scheme:light dark;font:1.1rem/1.5 system-ui}body{max-width:34rem;margin:3rem auto;padding:0 1rem}' +
  'button{font:inherit;padding:.5rem 1.5rem;margin-right:1rem}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes untrusted text for HTML. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** An HTML page with one heading. `content` is HTML and must be escaped. */
export const page = (statusCode: number, heading: string, content: string): HttpAnswer => ({
  statusCode,
  headers: HEADERS,
  body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${heading}</title><style>${STYLE}</style></head>
<body><main><h1>${heading}</h1>
${content}
</main></body></html>
`,
});

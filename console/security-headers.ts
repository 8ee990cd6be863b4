// Loaded by infra and by scripts: names only, no imports.

/** What a console's page may reach besides its own origin: the API and the issuer. */
export interface Reach {
  /** Origins, or patterns of a Content Security Policy such as `https://*.execute-api.us-east-1.amazonaws.com`. */
  readonly connect: readonly string[];
}

/**
 * The headers of every answer: nothing but the site's own files is loaded, no script and no style stands in a page,
 * nobody frames it.
 * https://www.w3.org/TR/CSP3/
 */
export const securityHeaders = ({ connect }: Reach): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ['connect-src', "'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

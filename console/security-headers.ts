// Both infra and scripts import this file, so it imports nothing itself.

/** Further origins to which the console's page may connect. */
export interface Reach {
  /** Origins of the API and the issuer, or CSP patterns such as `https://*.execute-api.us-east-1.amazonaws.com`. */
  readonly connect: readonly string[];
}

/**
 * Headers of every response. With them the page loads only files of its own origin, the browser refuses inline scripts
 * and styles, and no other page can show this page in a frame. https://www.w3.org/TR/CSP3/
 */
export const securityHeaders = ({ connect }: Reach): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
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

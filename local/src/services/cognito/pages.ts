import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Context } from 'oidc-provider';
import type { User } from './model.ts';

const STYLE = `
  body { font: .875rem/1.45 'Open Sans', system-ui, sans-serif; margin: 0; color: #0f141a; background: #fff }
  header { padding: .75rem 2rem; font-size: 1.125rem; font-weight: 700; color: #f9f9fa; background: #161d26 }
  main { box-sizing: border-box; max-width: 30rem; margin: 2rem auto; padding: 1.25rem; border: 1px solid #c6c6cd; border-radius: 1rem }
  h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .75rem }
  h2 { font-size: 1rem; margin: 1.25rem 0 .5rem }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)) }
  label { display: block; margin-bottom: .25rem }
  .field { display: flex; flex-wrap: wrap; gap: .5rem }
  input { flex: 1 1 12rem; min-width: 0; font: inherit; padding: .25rem .75rem; border: 1px solid #8c8c94; border-radius: .5rem; color: inherit; background: inherit }
  button { font: inherit; font-weight: 700; padding: .25rem 1.25rem; border: 2px solid #006ce0; border-radius: 1.25rem; color: #006ce0; background: #fff; cursor: pointer }
  .primary { color: #fff; background: #006ce0 }
  li button { width: 100%; border-width: 1px; border-radius: .5rem; border-color: #c6c6cd; font-weight: 400; padding: .375rem .75rem; text-align: left }
  :focus-visible { outline: 2px solid #006ce0; outline-offset: 2px }
  .note { color: #656871 }
  @media (prefers-color-scheme: dark) {
    body { color: #f9f9fa; background: #161d26 }
    header { border-bottom: 1px solid #424650 }
    main { border-color: #424650 }
    button { border-color: #42b4ff; color: #42b4ff; background: #161d26 }
    .primary { color: #0f141a; background: #42b4ff }
    li button { border-color: #656871 }
    .note { color: #b4b4bb }
    :focus-visible { outline-color: #42b4ff }
  }
  @media (max-width: 32rem) { header { padding-inline: 1.25rem } main { margin: 1.25rem } }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found);

const NOTE = `<p class="note">This page replaces the sign-in of AWS. It runs on this machine only and asks for no
password: choose a user.</p>`;

interface PageOptions {
  readonly status?: number;
  /** The other origins to which a form can be sent or redirected. */
  readonly formTargets?: readonly string[];
  /** Name of the user pool, for the bar at the top. */
  readonly pool?: string;
}

/** A name such as `order-desk` as a title: `Order desk`. */
const inWords = (name: string): string => {
  const words = name.replaceAll(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * A page of the sign-in. It has one style sheet and no script. Its content security policy restricts the targets of
 * forms.
 */
export class Page {
  readonly #status: number;
  readonly #html: string;
  readonly #headers: { readonly [name: string]: string };

  constructor(title: string, body: string, options: PageOptions = {}) {
    const targets = ["'self'", ...(options.formTargets ?? [])].join(' ');
    this.#status = options.status ?? 200;
    this.#html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><header>${escapeHtml(inWords(options.pool ?? 'Sign-in'))}</header><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`;
    this.#headers = {
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    };
  }

  send(response: ServerResponse): void {
    response.writeHead(this.#status, { ...this.#headers, 'content-type': 'text/html; charset=utf-8' });
    response.end(this.#html);
  }

  /** Sets the page as the response of oidc-provider; the library sets the status. */
  show(context: Context): void {
    for (const [name, value] of Object.entries(this.#headers)) context.set(name, value);
    context.type = 'html';
    context.body = this.#html;
  }
}

export interface SignIn {
  readonly pool: string;
  readonly clientName: string;
  readonly users: readonly User[];
  /** The path of the page; its forms are posted to it. */
  readonly path: string;
  /**
   * The origin to which the sign-in redirects. The content security policy must allow it, because browsers also check
   * the redirects of forms.
   */
  readonly redirectOrigin: string | undefined;
  /** The username that was entered before, if no user has this name. */
  readonly unknownUsername?: string;
}

/** The sign-in page with a field for the username and one button for each user. Its forms post `username`. */
export const signInPage = ({ pool, clientName, users, path, redirectOrigin, unknownUsername }: SignIn): Page => {
  const button = ({ username, groups }: User) =>
    `<li><button name="username" value="${escapeHtml(username)}">${escapeHtml(username)}${groups.length === 0 ? '' : ` (${escapeHtml(groups.join(', '))})`}</button></li>`;
  const wrong =
    unknownUsername === undefined
      ? ''
      : `<p role="alert" id="wrong">There is no user named ${escapeHtml(unknownUsername)}.</p>`;
  const body = `${NOTE}
<p>${escapeHtml(clientName)} asks who you are.</p>
${wrong}
<form method="post" action="${escapeHtml(path)}"><label for="username">Your name</label>
<div class="field"><input type="text" id="username" name="username" autocomplete="username" required${unknownUsername === undefined ? '' : ' aria-invalid="true" aria-describedby="wrong"'}>
<button class="primary">Sign in</button></div></form>
<h2>Or choose</h2>
<form method="post" action="${escapeHtml(path)}"><ul>
${users.map(button).join('\n')}
</ul></form>`;
  return new Page('Sign in', body, {
    pool,
    status: unknownUsername === undefined ? 200 : 400,
    ...(redirectOrigin !== undefined && { formTargets: [redirectOrigin] }),
  });
};

/**
 * The sign-out page. `form` is HTML from oidc-provider; the buttons refer to it by its id. For `redirectOrigin` see
 * `SignIn`.
 */
export const signOutPage = (form: string, redirectOrigin: string | undefined): Page =>
  new Page(
    'Sign out',
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes" class="primary">Sign out</button>
<button type="submit" form="op.logoutForm">Stay signed in</button>`,
    redirectOrigin === undefined ? {} : { formTargets: [redirectOrigin] },
  );

/** The origin of a URL; undefined if the value is not a URL. */
export const originOf = (address: unknown): string | undefined =>
  typeof address === 'string' && URL.canParse(address) ? new URL(address).origin : undefined;

export const signedOutPage = (): Page => new Page('Signed out', '<p>You are signed out.</p>');

export const errorPage = (error: string, description: string, status = 400): Page =>
  new Page('The sign-in failed', `<p>${escapeHtml(description)}</p><p><code>${escapeHtml(error)}</code></p>`, {
    status,
  });

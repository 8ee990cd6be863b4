import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Context } from 'oidc-provider';
import type { User } from './model.ts';

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
  ul { list-style: none; padding: 0 }
  li { margin: 0 0 .5rem }
  button, input { font: inherit; padding: .5rem .75rem; border: 1px solid #5b5b5b; border-radius: .25rem; background: #fff; color: inherit }
  li button { width: 100%; text-align: left }
  .note { border-left: .25rem solid #8a5a00; padding-left: .75rem }
  @media (prefers-color-scheme: dark) { body, button, input { color: #f2f2f2; background: #1b1b1b } }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found);

const NOTE = `<p class="note">This page replaces the sign-in of AWS. It runs on this machine only and asks for no
password: choose a user.</p>`;

/**
 * A page of the sign-in. It has one style sheet and no script. Its content security policy restricts the targets of
 * forms.
 */
export class Page {
  readonly #status: number;
  readonly #html: string;
  readonly #headers: { readonly [name: string]: string };

  /** `formTargets` are the other origins to which a form can be sent or redirected. */
  constructor(title: string, body: string, options: { status?: number; formTargets?: readonly string[] } = {}) {
    const targets = ["'self'", ...(options.formTargets ?? [])].join(' ');
    this.#status = options.status ?? 200;
    this.#html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
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
export const signInPage = ({ clientName, users, path, redirectOrigin, unknownUsername }: SignIn): Page => {
  const button = ({ username, groups }: User) =>
    `<li><button name="username" value="${escapeHtml(username)}">${escapeHtml(username)}${groups.length === 0 ? '' : ` (${escapeHtml(groups.join(', '))})`}</button></li>`;
  const wrong =
    unknownUsername === undefined
      ? ''
      : `<p role="alert" id="wrong">There is no user named ${escapeHtml(unknownUsername)}.</p>`;
  const body = `${NOTE}
<p>${escapeHtml(clientName)} asks who you are.</p>
${wrong}
<form method="post" action="${escapeHtml(path)}"><label for="username">Your name</label><br>
<input type="text" id="username" name="username" autocomplete="username" required${unknownUsername === undefined ? '' : ' aria-invalid="true" aria-describedby="wrong"'}>
<button>Sign in</button></form>
<h2>Or choose</h2>
<form method="post" action="${escapeHtml(path)}"><ul>
${users.map(button).join('\n')}
</ul></form>`;
  return new Page('Sign in', body, {
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
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
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

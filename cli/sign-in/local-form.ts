import { isLoopback } from '../api/location.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { REDIRECT_URI, type Visit } from './code-flow.ts';

/** Maximum number of redirects and forms in one sign-in, so that redirect loops end. */
const MOST_STEPS = 15;

/**
 * Signs in as a sample user of the local issuer, without a browser: the local issuer's form has only a field for the
 * name.
 * @throws CommandFailure for any other issuer, because its sign-in needs a browser
 */
export function visitLocalForm(issuer: string, user: string): Visit {
  if (!isLoopback(new URL(issuer)))
    throw new CommandFailure(EXIT.usage, `--user is for the issuer on this machine; ${issuer} asks for a password.`);
  return async (link) => {
    const jar = new Map<string, string>();
    let step: Step = { url: new URL(link) };
    for (let count = 0; count < MOST_STEPS; count += 1) {
      if (step.url.href.startsWith(REDIRECT_URI)) return step.url;
      if (step.url.origin !== new URL(issuer).origin) break;
      step = await follow(step, jar, user);
    }
    throw new CommandFailure(EXIT.failed, `The issuer did not complete the sign-in of ${user}.`);
  };
}

interface Step {
  readonly url: URL;
  /** Body of a POST request; undefined for a GET request. */
  readonly form?: URLSearchParams;
}

async function follow({ url, form }: Step, jar: Map<string, string>, user: string): Promise<Step> {
  const answer = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(form !== undefined && { method: 'POST', body: form }),
  });
  for (const cookie of answer.headers.getSetCookie()) keep(jar, cookie);
  const text = await answer.text();
  const location = answer.headers.get('location');
  if (location !== null) return { url: new URL(location, url) };
  const filled = formIn(text, user);
  if (answer.status !== 200 || filled === undefined || form !== undefined)
    throw new CommandFailure(EXIT.notFound, `The issuer on this machine has no user ${user}.`);
  return { url: new URL(filled.action, url), form: filled.form };
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  if (value === '') jar.delete(name);
  else jar.set(name, value);
}

/** The first form with a text field. The text field gets the user name; hidden fields keep their values. */
function formIn(html: string, user: string) {
  for (const [, attributes = '', content = ''] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)) {
    const inputs = [...content.matchAll(/<input\b([^>]*)>/gi)].map(([, text = '']) => text);
    const typeOf = (input: string) => attributeOf(input, 'type') ?? 'text';
    const field = inputs.find((input) => typeOf(input) === 'text');
    if (field === undefined) continue;
    const hidden = inputs.filter((input) => typeOf(input) === 'hidden');
    const form = new URLSearchParams({ [attributeOf(field, 'name') ?? 'username']: user });
    for (const input of hidden) form.set(attributeOf(input, 'name') ?? '', attributeOf(input, 'value') ?? '');
    return { action: attributeOf(attributes, 'action') ?? '', form };
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
};

function attributeOf(tag: string, name: string): string | undefined {
  const text = new RegExp(`(?:^|\\s)${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return text?.replaceAll(/&(?:amp|quot|#39|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

import type { Command } from 'commander';
import { SUBMIT_SCOPE } from '../../api/roles.ts';
import { type ApiLocation, checkedUrl } from '../api/location.ts';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT, type ExitCode } from '../failures.ts';
import { signInByCode } from '../sign-in/code-flow.ts';
import { discover, type Issuer, requestTokens, type Tokens } from '../sign-in/issuer.ts';
import { visitLocalForm } from '../sign-in/local-form.ts';
import { visitByBrowser } from '../sign-in/loopback.ts';
import { sessionFrom } from '../sign-in/session.ts';

interface Options {
  readonly user?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly api?: string;
  readonly issuer?: string;
}

const EXAMPLES = `Examples:
  apps login                                a link to open in a browser
  apps login --user reviewer-1              as a sample user of this machine, without a browser
  APPS_CLIENT_SECRET=… apps login --client-id ID                     as a machine client that submits
  apps login --api https://… --issuer https://… --client-id ID       on AWS, for the first time
`;

/** Adds `apps login`, `logout` and `whoami`. */
export function registerSignIn(program: Command, desk: Desk): void {
  program
    .command('login')
    .summary('sign in to the API')
    .description(
      'Signs in with the OpenID Connect code flow and PKCE, or as a machine client. The tokens are stored in a file ' +
        'that only you can read, and are never printed.',
    )
    .addHelpText('before', EXAMPLES)
    .option('--user <name>', 'sign in as this sample user of the issuer on this machine')
    .option('--client-id <id>', 'the OAuth client: the stack output UserPoolClientId or SubmitClientId')
    .option(
      '--client-secret <secret>',
      'secret of a machine client; prefer the environment variable APPS_CLIENT_SECRET',
    )
    .option('--api <url>', 'URL of the API: the stack output ApiUrl')
    .option('--issuer <url>', 'URL of the OpenID Connect issuer: the stack output SignInUrl')
    .action(async (options: Options) => {
      desk.exitCode = await login(desk, options);
    });
  program
    .command('logout')
    .description('sign out: delete the stored tokens of the current API')
    .action(async () => {
      const { apiUrl } = await desk.location();
      desk.sessions.remove(apiUrl);
      desk.screen.json({ apiUrl, isSignedIn: false });
      desk.screen.print(`Signed out of ${apiUrl}`);
    });
  program
    .command('whoami')
    .description('show the signed-in user and their roles')
    .action(async () => {
      desk.exitCode = await tellWho(desk);
    });
}

async function login(desk: Desk, options: Options): Promise<ExitCode> {
  const location = options.api === undefined ? await desk.location() : { apiUrl: checkedUrl(options.api, '--api') };
  const { apiUrl, issuer: issuerUrl, clientId } = { ...location, ...given(options) };
  if (issuerUrl === undefined || clientId === undefined)
    throw new CommandFailure(
      EXIT.usage,
      `The issuer and the client for ${apiUrl} are unknown: add --issuer and --client-id.`,
    );
  const issuer = await discover(issuerUrl);
  const tokens = await tokensFor(desk, issuer, clientId, options);
  desk.sessions.write(apiUrl, sessionFrom(issuerUrl, clientId, tokens, desk.wallClock()));
  return tellWho(desk, apiUrl);
}

function given({ issuer, clientId }: Options): Partial<ApiLocation> {
  return {
    ...(issuer !== undefined && { issuer: checkedUrl(issuer, '--issuer') }),
    ...(clientId !== undefined && { clientId }),
  };
}

function tokensFor({ screen, env }: Desk, issuer: Issuer, clientId: string, options: Options): Promise<Tokens> {
  const clientSecret = options.clientSecret ?? (options.clientId === undefined ? undefined : env.APPS_CLIENT_SECRET);
  if (clientSecret !== undefined) {
    const form = { grant_type: 'client_credentials', scope: SUBMIT_SCOPE.inTokens };
    return requestTokens(issuer, { form, secret: { clientId, clientSecret } });
  }
  if (options.user !== undefined) return signInByCode(issuer, clientId, visitLocalForm(issuer.issuer, options.user));
  const show = (link: string) => {
    screen.json({ signInUrl: link });
    screen.print('Open this link in a browser of this machine and sign in:', '', link, '');
  };
  return signInByCode(issuer, clientId, visitByBrowser(show));
}

async function tellWho({ api, screen }: Desk, at?: string): Promise<ExitCode> {
  const { username, roles, awayUntil } = await api.call('GET /me', {});
  screen.json({
    username,
    roles,
    ...(awayUntil !== undefined && { awayUntil }),
    ...(at !== undefined && { apiUrl: at }),
  });
  const away = awayUntil === undefined ? '' : `, out of office until ${awayUntil}`;
  screen.print(`${username}: ${roles.join(', ') || 'no role'}${away}${at === undefined ? '' : `, signed in to ${at}`}`);
  return EXIT.done;
}

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Where a deployment goes: an account and region, or the reason why it cannot. */
export type Target =
  | { readonly kind: 'account'; readonly account: string; readonly region: string }
  | { readonly kind: 'none'; readonly reason: string };

/** Determines the target from the environment variables and from STS GetCallerIdentity. Never throws. */
export async function findTarget(env: NodeJS.ProcessEnv): Promise<Target> {
  const endpoint = env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined && (await isOneMachine(endpoint))) {
    const reason = `This shell points at the system on this machine (AWS_ENDPOINT_URL=${endpoint}), which deploys itself at its start.`;
    return none(`${reason} For AWS: unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`);
  }
  try {
    const client = new STSClient({ maxAttempts: 1 });
    const region = await client.config.region();
    const { Account = '' } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return { kind: 'account', account: Account, region };
  } catch (error) {
    return none(explain(error, endpoint));
  }
}

const ANSWER_WITHIN_MS = 30_000;

const none = (reason: string): Target => ({ kind: 'none', reason });

async function isOneMachine(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/_local/health', endpoint), { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

function explain(error: unknown, endpoint: string | undefined): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'CredentialsProviderError') return 'This shell has no AWS credentials.';
  if (message.includes('Region is missing')) return 'This shell has no AWS region; set AWS_REGION.';
  const asked = endpoint === undefined ? 'AWS' : endpoint;
  return `${asked} does not accept the credentials of this shell: ${name}: ${message}`;
}

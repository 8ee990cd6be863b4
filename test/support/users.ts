import type { Clients } from './clients.ts';

/** Adds a user to the user pool of a system, with groups. The SDK's client is no dependency, so this sends the requests. */
export const addUser = async (
  { endpoint }: Pick<Clients, 'endpoint'>,
  Username: string,
  ...groups: readonly string[]
): Promise<void> => {
  const outputs = (await (await fetch(`${endpoint}/_local/outputs`)).json()) as Readonly<Record<string, string>>;
  const user = { UserPoolId: outputs.UserPoolId, Username };
  await request(endpoint, 'AdminCreateUser', user);
  for (const GroupName of groups) await request(endpoint, 'AdminAddUserToGroup', { ...user, GroupName });
};

const request = async (endpoint: string, action: string, input: object): Promise<void> => {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, Signature=0',
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${action} answered ${answer.status}: ${await answer.text()}`);
};

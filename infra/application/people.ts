import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolClient,
  CfnUserPoolGroup,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ROLES, SUBMIT_SCOPE } from '../../api/roles.ts';
import { TEAM_GROUP } from '../../handlers/shared/reviews/contract.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { named } from '../constructs/named.ts';
import type { Stage } from '../constructs/stage.ts';
import type { ApplicationStage } from './stage.ts';

/**
 * Callback URL of the sign-in with the command line. With http Cognito promises only the name localhost, not the address.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
const COMMAND_LINE_CALLBACK = 'http://localhost:4568/';

/** Without this list Cognito also allows sign-in with a password outside its pages (SRP), which nothing here uses. */
const REFRESH_ONLY = ['ALLOW_REFRESH_TOKEN_AUTH'];

export interface PeopleProps {
  readonly stage: ApplicationStage;
  /** Origins of the console, e.g. `https://console.example.com`. */
  readonly consoleOrigins: readonly string[];
}

const MACHINE_ROLE = 'applicant-service';

/** The user pool with its groups, and the OAuth clients: one of console and command line, one of submitting systems. */
export class People extends Construct {
  readonly pool: UserPool;
  /** Public client of console and command line: authorization code with PKCE. */
  readonly client: UserPoolClient;
  /** Origin of the hosted sign-in pages. */
  readonly signInOrigin: string;
  /** Confidential client of systems that submit applications: client credentials. */
  readonly submitClient: UserPoolClient;

  constructor(scope: Construct, id: string, { stage, consoleOrigins }: PeopleProps) {
    super(scope, id);
    this.pool = this.#createPool(stage);
    const domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `${named(this, 'account-applications')}-${Stack.of(this).account}` },
    });
    this.signInOrigin = domain.baseUrl();
    for (const groupName of ROLES.filter((role) => role !== MACHINE_ROLE)) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: this.pool.userPoolId, groupName });
    }
    for (const { name } of stage.teams)
      new CfnUserPoolGroup(this, `Team-${name}`, {
        userPoolId: this.pool.userPoolId,
        groupName: `${TEAM_GROUP}${name}`,
      });
    const callbacks = [...consoleOrigins.map((origin) => `${origin}/`), COMMAND_LINE_CALLBACK];
    this.client = this.#createClient(callbacks, stage);
    this.submitClient = this.#createSubmitClient();
    new CfnOutput(this, 'UserPoolId', { value: this.pool.userPoolId }).overrideLogicalId('UserPoolId');
    const clientId = this.client.userPoolClientId;
    new CfnOutput(this, 'UserPoolClientId', { value: clientId }).overrideLogicalId('UserPoolClientId');
    const submitClientId = this.submitClient.userPoolClientId;
    new CfnOutput(this, 'SubmitClientId', { value: submitClientId }).overrideLogicalId('SubmitClientId');
    new CfnOutput(this, 'SignInUrl', { value: this.pool.userPoolProviderUrl }).overrideLogicalId('SignInUrl');
  }

  #createPool({ data, signIn }: Stage): UserPool {
    const pool = new UserPool(this, 'Pool', {
      userPoolName: named(this, 'account-applications'),
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      mfa: signIn.needsSecondFactor ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: AccountRecovery.NONE,
      deletionProtection: data.isDeletionProtected,
      removalPolicy: data.removalPolicy,
    });
    if (!signIn.needsSecondFactor) {
      const mfa = 'A second factor is optional in dev, where there are no real applicants; prod requires it.';
      acknowledge(pool, 'AwsSolutions::AwsSolutions-COG2', mfa);
    }
    const plan = 'Threat protection needs the Plus plan; self sign-up is off, and an administrator creates each user.';
    acknowledge(pool, 'AwsSolutions::AwsSolutions-COG8', plan);
    return pool;
  }

  #createClient(callbacks: string[], { signIn }: Stage): UserPoolClient {
    const client = this.pool.addClient('Tools', {
      userPoolClientName: 'tools',
      generateSecret: false,
      preventUserExistenceErrors: true,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
        callbackUrls: callbacks,
        logoutUrls: callbacks,
      },
      accessTokenValidity: signIn.tokenValidity,
      idTokenValidity: signIn.tokenValidity,
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
    });
    allowOnly(client, REFRESH_ONLY);
    return client;
  }

  #createSubmitClient(): UserPoolClient {
    const scope = new ResourceServerScope({
      scopeName: SUBMIT_SCOPE.name,
      scopeDescription: 'Submit applications',
    });
    const server = this.pool.addResourceServer('Applications', { identifier: SUBMIT_SCOPE.server, scopes: [scope] });
    const client = this.pool.addClient('Submit', {
      userPoolClientName: MACHINE_ROLE,
      generateSecret: true,
      authFlows: {},
      oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, scope)] },
      accessTokenValidity: Duration.hours(1),
      enableTokenRevocation: true,
    });
    allowOnly(client, REFRESH_ONLY);
    return client;
  }
}

/** Sets the flows by which a client may sign in. CDK cannot set a list without a flow that takes a password. */
function allowOnly(client: UserPoolClient, flows: readonly string[]): void {
  const resource = client.node.defaultChild;
  if (!(resource instanceof CfnUserPoolClient)) throw new Error('The client has no resource.');
  resource.explicitAuthFlows = [...flows];
}

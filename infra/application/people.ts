import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ROLES, SUBMIT_SCOPE } from '../../api/roles.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import type { Stage } from '../constructs/stage.ts';

/** Callback URL of the sign-in with the command line. */
const COMMAND_LINE_CALLBACK = 'http://127.0.0.1:4568/';

export interface PeopleProps {
  readonly stage: Stage;
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
      cognitoDomain: { domainPrefix: `account-applications-${Stack.of(this).account}` },
    });
    this.signInOrigin = domain.baseUrl();
    for (const groupName of ROLES.filter((role) => role !== MACHINE_ROLE)) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: this.pool.userPoolId, groupName });
    }
    this.client = this.#createClient([...consoleOrigins.map((origin) => `${origin}/`), COMMAND_LINE_CALLBACK]);
    this.submitClient = this.#createSubmitClient();
    new CfnOutput(this, 'UserPoolId', { value: this.pool.userPoolId }).overrideLogicalId('UserPoolId');
    const clientId = this.client.userPoolClientId;
    new CfnOutput(this, 'UserPoolClientId', { value: clientId }).overrideLogicalId('UserPoolClientId');
    const submitClientId = this.submitClient.userPoolClientId;
    new CfnOutput(this, 'SubmitClientId', { value: submitClientId }).overrideLogicalId('SubmitClientId');
    new CfnOutput(this, 'SignInUrl', { value: this.pool.userPoolProviderUrl }).overrideLogicalId('SignInUrl');
  }

  #createPool({ data }: Stage): UserPool {
    const pool = new UserPool(this, 'Pool', {
      userPoolName: 'account-applications',
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
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: AccountRecovery.NONE,
      deletionProtection: data.isDeletionProtected,
      removalPolicy: data.removalPolicy,
    });
    const mfa = 'A second factor is optional for each user; a bank with its own user directory requires it there.';
    acknowledge(pool, 'AwsSolutions::AwsSolutions-COG2', mfa);
    const plan = 'Threat protection needs the Plus plan; self sign-up is off, and an administrator creates each user.';
    acknowledge(pool, 'AwsSolutions::AwsSolutions-COG8', plan);
    return pool;
  }

  #createClient(callbacks: string[]): UserPoolClient {
    return this.pool.addClient('Tools', {
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
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
    });
  }

  #createSubmitClient(): UserPoolClient {
    const scope = new ResourceServerScope({
      scopeName: SUBMIT_SCOPE.name,
      scopeDescription: 'Submit applications',
    });
    const server = this.pool.addResourceServer('Applications', { identifier: SUBMIT_SCOPE.server, scopes: [scope] });
    return this.pool.addClient('Submit', {
      userPoolClientName: MACHINE_ROLE,
      generateSecret: true,
      authFlows: {},
      oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, scope)] },
      accessTokenValidity: Duration.hours(1),
      enableTokenRevocation: true,
    });
  }
}

import { join } from 'node:path';
import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { ignoreChecks } from '../constructs/cfn-lint.ts';
import { nist } from '../constructs/nist.ts';
import type { Stage } from '../constructs/stage.ts';
import { ConsoleSite } from './console-site.ts';

/** Addresses that the console's pages use. */
export interface Addresses {
  readonly apiUrl: string;
  /** OpenID Connect issuer URL, and the origin of its sign-in pages. */
  readonly issuer: string;
  readonly signInOrigin: string;
  readonly clientId: string;
}

export interface ConsoleStackProps extends StackProps {
  readonly stage: Stage;
  readonly addresses: Addresses;
  /** Path of the directory with the built console. */
  readonly build: string;
}

const IMMUTABLE = CacheControl.fromString('public, max-age=31536000, immutable');

/** The web console: static files in a bucket behind CloudFront, and a config file with the system's addresses. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, { stage, addresses, build, ...props }: ConsoleStackProps) {
    super(scope, id, props);
    // W3045 reports ACLs on a bucket. CloudFront needs them to write its logs.
    ignoreChecks(this, 'W3045');
    const { apiUrl, issuer, signInOrigin, clientId } = addresses;
    const { bucket, distribution } = new ConsoleSite(this, 'Site', {
      stage,
      connect: [apiUrl, `https://cognito-idp.${Aws.REGION}.amazonaws.com`, signInOrigin],
    });
    const target = { destinationBucket: bucket, prune: false };
    // Uploads the assets before the pages that refer to them, so that a page never refers to a missing file.
    const assets = new BucketDeployment(this, 'Assets', {
      ...target,
      sources: [Source.asset(join(build, 'assets'))],
      destinationKeyPrefix: 'assets',
      cacheControl: [IMMUTABLE],
    });
    const config = { apiUrl, issuer, clientId, signOutUrl: `${signInOrigin}/logout`, isLocal: false };
    const pages = new BucketDeployment(this, 'Pages', {
      ...target,
      sources: [Source.asset(build, { exclude: ['assets'] }), Source.jsonData('config.json', config)],
      cacheControl: [CacheControl.noCache()],
      distribution,
      distributionPaths: ['/index.html', '/config.json'],
    });
    pages.node.addDependency(assets);
    this.#acknowledgeDeployment();
    const url = `https://${distribution.distributionDomainName}`;
    new CfnOutput(this, 'ConsoleUrl', { value: url }).overrideLogicalId('ConsoleUrl');
  }

  /** Acknowledges findings about CDK's own function, which copies the files during deployment. */
  #acknowledgeDeployment(): void {
    const reason = 'The finding is about CDK’s own function, which copies the console’s files during the deployment.';
    for (const id of DEPLOYMENT_FINDINGS) acknowledge(this, id, reason);
  }
}

const DEPLOYMENT_FINDINGS: readonly string[] = [
  ...[
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    ...['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `IAM5[Action::s3:${action}]`),
    'IAM5[Resource::*]',
    'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
    'IAM5[Resource::<SiteFiles975A43CF.Arn>/*]',
    'L1',
  ].map((rule) => `AwsSolutions::AwsSolutions-${rule}`),
  ...['LambdaDLQ', 'LambdaLatestVersion', 'LambdaTracing'].map((rule) => `Serverless::Serverless-${rule}`),
  ...['IAMNoInlinePolicy', 'LambdaConcurrency', 'LambdaDLQ', 'LambdaInsideVPC'].map(nist),
];

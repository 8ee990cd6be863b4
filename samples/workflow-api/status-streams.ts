import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { StreamEncryption as DeliveryEncryption, DeliveryStream, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../../infra/constructs/acknowledge.ts';
import type { NotificationTarget } from '../../infra/constructs/execution-notifications.ts';
import { named } from '../../infra/constructs/named.ts';
import { nist } from '../../infra/constructs/nist.ts';

/**
 * A Kinesis stream, partitioned by execution, and a Firehose into a bucket. Only for AWS: the local runtime has
 * neither.
 */
export class StatusStreams extends Construct {
  readonly targets: readonly NotificationTarget[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stream = new Stream(this, 'Stream', {
      streamName: named(this, 'callback-status'),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deliveryStream = new DeliveryStream(this, 'Delivery', {
      deliveryStreamName: named(this, 'callback-status'),
      encryption: DeliveryEncryption.awsOwnedKey(),
      destination: new S3Bucket(this.#createBucket()),
    });
    const mapping = 'CDK adds a mapping of CIDR blocks, which only destinations in a VPC use.';
    acknowledge(Stack.of(this), 'CloudFormation-Validate::W7001', mapping);
    const reason = 'CDK grants the delivery stream actions with wildcards on the bucket that it writes to.';
    for (const rule of DELIVERY_FINDINGS) acknowledge(deliveryStream, rule, reason);
    this.targets = [
      { kind: 'kinesis', stream, partitionKeyPath: '$.detail.name' },
      { kind: 'firehose', deliveryStream },
    ];
  }

  #createBucket(): IBucket {
    const bucket = new Bucket(this, 'Statuses', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    const reason =
      'The bucket has statuses and names of executions for 90 days; the executions themselves are in Step Functions.';
    for (const rule of BUCKET_FINDINGS) acknowledge(bucket, rule, reason);
    // The cast is needed because the class declares `isWebsite: boolean | undefined`, but the interface `isWebsite?:
    // boolean`.
    return bucket as IBucket;
  }
}

const BUCKET_FINDINGS: readonly string[] = [
  'AwsSolutions::AwsSolutions-S1',
  ...[
    'S3BucketLoggingEnabled',
    'S3BucketReplicationEnabled',
    'S3BucketVersioningEnabled',
    'S3DefaultEncryptionKMS',
  ].map(nist),
];

/** Acknowledges that CDK grants the delivery stream wildcard actions on its bucket. */
const DELIVERY_FINDINGS: readonly string[] = [
  ...['GetObject*', 'GetBucket*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `Action::s3:${action}`),
  'Resource::<NotificationsStreamsStatuses62BF542A.Arn>/*',
].map((finding) => `AwsSolutions::AwsSolutions-IAM5[${finding}]`);

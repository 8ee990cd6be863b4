import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { BUS_NAME, EVENT_SOURCE } from '../../events/names.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { alarmOnAny } from '../constructs/alarm-on-any.ts';
import { allow } from '../constructs/bundled-function.ts';
import { ignoreChecks } from '../constructs/cfn-lint.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { delivery } from '../constructs/delivery.ts';
import { createMachine } from '../constructs/machine.ts';
import { createMailTopic, tellAlarms } from '../constructs/mail-topic.ts';
import { named } from '../constructs/named.ts';
import { acknowledgeNist, nist } from '../constructs/nist.ts';
import { alarmOnUndelivered } from '../constructs/rule-alarm.ts';
import type { Stage } from '../constructs/stage.ts';
import { trustThisAccountOnly } from '../constructs/trust.ts';

export interface SealArchiveProps {
  readonly stage: Stage;
  /** Receives the mails of this stack's alarms. */
  readonly alarmEmail: string | undefined;
}

const NAME = 'store-seal';
const DEFINITION = join(import.meta.dirname, 'store-seal.asl.json');
const RETENTION = Duration.days(3_653);

/**
 * Keeps each seal of the case files as an object that nobody can change or delete. Only on AWS: the one machine has no S3.
 * With a protected stage the retention is ten years in compliance mode, which not even the root user can end.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export class SealArchiveStack extends Stack {
  readonly #stage: Stage;

  constructor(scope: Construct, id: string, { stage, alarmEmail }: SealArchiveProps) {
    super(scope, id);
    this.#stage = stage;
    ignoreChecks(this);
    acknowledgeNist(this);
    const machine = this.#createMachine(this.#createBucket());
    this.#storeSeals(machine);
    tellAlarms(this, createMailTopic(new Construct(this, 'Alarms'), 'seal-archive-alarms', alarmEmail));
    trustThisAccountOnly(this);
  }

  #createBucket(): Bucket {
    const { isDeletionProtected, removalPolicy } = this.#stage.data;
    const bucket = new Bucket(this, 'Seals', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: isDeletionProtected
        ? ObjectLockRetention.compliance(RETENTION)
        : ObjectLockRetention.governance(Duration.days(1)),
      removalPolicy,
    });
    const small = 'One small object a day with hashes and counts, which the event on the bus has too.';
    for (const rule of ['S3BucketLoggingEnabled', 'S3BucketReplicationEnabled', 'S3DefaultEncryptionKMS'])
      acknowledge(bucket, nist(rule), small);
    acknowledge(bucket, 'AwsSolutions::AwsSolutions-S1', small);
    return bucket;
  }

  #createMachine(bucket: Bucket): StateMachine {
    const machine = createMachine(this, {
      name: NAME,
      definition: DEFINITION,
      calls: {},
      substitutions: { SealBucket: bucket.bucketName },
      mayCall: [allow(['s3:PutObject'], [bucket.arnForObjects('seals/*')])],
      stage: this.#stage,
    });
    const resource = `<${this.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/seals/*`;
    acknowledge(
      this,
      `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
      'Each seal is an object of its own, named by its number.',
    );
    alarmOnAny(this, 'Failed', machine.metricFailed(), {
      alarmName: named(this, `${NAME}-failed`),
      alarmDescription: 'A seal of the case files could not be stored in the bucket.',
    });
    return machine;
  }

  #storeSeals(machine: StateMachine): void {
    const deadLetters = new DeadLetterQueue(this, 'Dlq', `${NAME}-dlq`);
    const input = RuleTargetInput.fromEventPath('$.detail');
    const rule = new Rule(this, 'OnSeal', {
      ruleName: named(this, NAME),
      eventBus: EventBus.fromEventBusName(this, 'Bus', named(this, BUS_NAME)),
      eventPattern: { source: [EVENT_SOURCE], detailType: ['CaseFilesSealed'] },
      targets: [new SfnStateMachine(machine, { input, ...delivery(deadLetters.queue) })],
    });
    alarmOnUndelivered(rule);
  }
}

// Another CDK app: a function stores the messages of a queue in a table; a rule sends a message every day; a topic
// sends mails.
const { App, CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack } = require('aws-cdk-lib');
const { Alarm, TreatMissingData } = require('aws-cdk-lib/aws-cloudwatch');
const { AttributeType, Table } = require('aws-cdk-lib/aws-dynamodb');
const { Rule, RuleTargetInput, Schedule } = require('aws-cdk-lib/aws-events');
const { SqsQueue } = require('aws-cdk-lib/aws-events-targets');
const { Code, Function: LambdaFunction, Runtime } = require('aws-cdk-lib/aws-lambda');
const { SqsEventSource } = require('aws-cdk-lib/aws-lambda-event-sources');
const { Topic } = require('aws-cdk-lib/aws-sns');
const { EmailSubscription } = require('aws-cdk-lib/aws-sns-subscriptions');
const { Queue } = require('aws-cdk-lib/aws-sqs');

const app = new App({ outdir: process.argv[2] ?? 'cdk.out' });
const stack = new Stack(app, 'parcels');
const depot = new CfnParameter(stack, 'Depot', { default: 'north' });

const table = new Table(stack, 'Table', {
  tableName: 'parcels',
  partitionKey: { name: 'id', type: AttributeType.STRING },
  removalPolicy: RemovalPolicy.DESTROY,
});
const queue = new Queue(stack, 'Queue', { queueName: 'arrivals', visibilityTimeout: Duration.seconds(30) });
const store = new LambdaFunction(stack, 'Store', {
  functionName: 'store-parcel',
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset(`${__dirname}/function`),
  environment: { TABLE: table.tableName, DEPOT: depot.valueAsString },
});
store.addEventSource(new SqsEventSource(queue));
table.grantWriteData(store);

new Rule(stack, 'Daily', {
  schedule: Schedule.rate(Duration.days(1)),
  targets: [new SqsQueue(queue, { message: RuleTargetInput.fromObject({ id: 'stocktaking' }) })],
});
const notices = new Topic(stack, 'Notices', { topicName: 'notices' });
notices.addSubscription(new EmailSubscription('depot@example.com'));
new Alarm(stack, 'Late', {
  metric: queue.metricApproximateAgeOfOldestMessage(),
  threshold: 3600,
  evaluationPeriods: 1,
  treatMissingData: TreatMissingData.NOT_BREACHING,
});

new CfnOutput(stack, 'QueueUrl', { value: queue.queueUrl });
new CfnOutput(stack, 'NoticesArn', { value: notices.topicArn });
app.synth();

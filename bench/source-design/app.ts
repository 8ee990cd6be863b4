// Synthesizes the source document's design into $CDK_OUTDIR, from the bundles in $BUNDLES: its table, a function for
// each command, and its final state machine. Used only as a workload for comparison: it keeps the design's flaws, so do
// not deploy it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

const bundles = process.env.BUNDLES ?? '';
const app = new App({ outdir: process.env.CDK_OUTDIR ?? '', analyticsReporting: false });
const stack = new Stack(app, 'source-design');
const id = { name: 'id', type: AttributeType.STRING };
const table = new Table(stack, 'Applications', {
  tableName: 'source-applications',
  partitionKey: id,
  billingMode: BillingMode.PAY_PER_REQUEST,
});
table.addGlobalSecondaryIndex({ indexName: 'state', partitionKey: { name: 'state', type: AttributeType.STRING } });

const create = (name: string, environment: Record<string, string> = {}): LambdaFunction =>
  new LambdaFunction(stack, name, {
    functionName: `source-${name}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(join(bundles, `source-${name}`)),
    memorySize: 512,
    // Longer than Lambda's default of three seconds. After a timeout the work would be repeated, so a slow machine
    // would count it twice.
    timeout: Duration.minutes(1),
    environment: { APPLICATIONS_TABLE: table.tableName, ...environment },
  });

const called = {
  CheckData: create('check-data'),
  FlagApplication: create('flag-application'),
  ApproveApplication: create('approve-application'),
  RejectApplication: create('reject-application'),
};
const definition = readFileSync(join(import.meta.dirname, 'source-design.asl.json'), 'utf8');
const machine = new StateMachine(stack, 'Machine', {
  stateMachineName: 'source-design',
  definitionBody: DefinitionBody.fromString(definition),
  definitionSubstitutions: Object.fromEntries(
    Object.entries(called).map(([name, { functionArn }]) => [name, functionArn]),
  ),
});
const environment = { STATE_MACHINE_ARN: machine.stateMachineArn };
const submit = create('submit-application', environment);
const review = create('review-application', environment);
for (const each of Object.values(called)) each.grantInvoke(machine);
for (const each of [submit, review, called.FlagApplication, called.ApproveApplication, called.RejectApplication])
  table.grantReadWriteData(each);
machine.grantStartExecution(submit);
machine.grantTaskResponse(review);
app.synth();

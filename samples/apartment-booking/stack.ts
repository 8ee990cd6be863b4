import { join } from 'node:path';
import { ArnFormat, CfnOutput, CfnParameter, Duration, Expiration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AuthorizationType, type CfnGraphQLApi, Definition, FieldLogLevel, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from '../../infra/constructs/acknowledge.ts';
import { allow, BundledFunction } from '../../infra/constructs/bundled-function.ts';
import { ignoreChecks } from '../../infra/constructs/cfn-lint.ts';
import { KeyedTable } from '../../infra/constructs/keyed-table.ts';
import { createMachine } from '../../infra/constructs/machine.ts';
import { createMailTopic, tellAlarms } from '../../infra/constructs/mail-topic.ts';
import { named } from '../../infra/constructs/named.ts';
import { acknowledgeNist } from '../../infra/constructs/nist.ts';
import type { Stage } from '../../infra/constructs/stage.ts';

const NAME = 'apartment-booking';

export interface ApartmentBookingProps {
  readonly stage: Stage;
  /** E-mail address for mails about alarms. If undefined, nobody gets them. */
  readonly notificationEmail: string | undefined;
}

/** Sample: clients reserve apartments through GraphQL. An unpaid reservation expires. */
export class ApartmentBookingStack extends Stack {
  readonly #stage: Stage;

  constructor(scope: Construct, id: string, { stage, notificationEmail }: ApartmentBookingProps) {
    super(scope, id);
    acknowledgeNist(this);
    ignoreChecks(this);
    this.#stage = stage;
    const apartments = new KeyedTable(this, 'Apartments', { tableName: 'apartments', key: 'Id', stage }).table;
    const machine = this.#createMachine(apartments);
    const api = this.#createApi();
    this.#addResolvers(api, machine);
    tellAlarms(this, createMailTopic(this, 'apartment-booking-alarms', notificationEmail));
    new CfnOutput(this, 'BookingApiUrl', { value: api.graphqlUrl }).overrideLogicalId('BookingApiUrl');
    new CfnOutput(this, 'BookingApiKey', { value: api.apiKey ?? '' }).overrideLogicalId('BookingApiKey');
  }

  #createMachine(apartments: Table): StateMachine {
    const seconds = new CfnParameter(this, 'PaymentSeconds', {
      type: 'Number',
      default: 60,
      minValue: 1,
      maxValue: 86_400,
      description: 'Time after which the reservation of an apartment expires if it is not paid',
    });
    return createMachine(this, {
      name: NAME,
      stage: this.#stage,
      definition: join(import.meta.dirname, 'apartment-booking.asl.json'),
      calls: {},
      substitutions: { Apartments: apartments.tableName, PaymentSeconds: seconds.valueAsString },
      mayCall: [allow(['dynamodb:UpdateItem', 'dynamodb:GetItem'], [apartments.tableArn])],
    });
  }

  #createApi(): GraphqlApi {
    const api = new GraphqlApi(this, 'Api', {
      name: named(this, NAME),
      definition: Definition.fromFile(join(import.meta.dirname, 'schema.graphql')),
      authorizationConfig: {
        defaultAuthorization: {
          authorizationType: AuthorizationType.API_KEY,
          apiKeyConfig: { expires: Expiration.after(KEY_LIFE) },
        },
      },
      xrayEnabled: true,
    });
    // Sets the log group here: CDK's own logConfig option would need a custom resource to set the retention.
    (api.node.defaultChild as CfnGraphQLApi).logConfig = {
      cloudWatchLogsRoleArn: this.#createLogRole().roleArn,
      fieldLogLevel: FieldLogLevel.ERROR,
      excludeVerboseContent: true,
    };
    const reason = 'Failed fields are logged; requests and responses are not.';
    acknowledge(api, 'AwsSolutions::AwsSolutions-ASC3', reason);
    new LogGroup(this, 'ApiLog', {
      logGroupName: `/aws/appsync/apis/${api.apiId}`,
      retention: this.#stage.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return api;
  }

  #createLogRole(): IRole {
    const role = new Role(this, 'LogRole', { assumedBy: new ServicePrincipal('appsync.amazonaws.com') });
    const groups = this.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '/aws/appsync/apis/*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [groups]));
    const finding = 'Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/appsync/apis/*';
    acknowledge(
      role,
      `AwsSolutions::AwsSolutions-IAM5[${finding}]`,
      'The name of the log group contains the id of the API, which AppSync generates.',
    );
    return role;
  }

  #addResolvers(api: GraphqlApi, machine: StateMachine): void {
    const executions = this.formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${named(this, NAME)}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const environment = { STATE_MACHINE_ARN: machine.stateMachineArn };
    const startBooking = new BundledFunction(this, 'StartBooking', {
      name: 'start-booking',
      stage: this.#stage,
      environment,
      mayCall: [
        allow(['states:StartExecution'], [machine.stateMachineArn]),
        allow(['states:DescribeExecution'], [executions]),
      ],
    });
    const readBookings = new BundledFunction(this, 'ReadBookings', {
      name: 'read-bookings',
      stage: this.#stage,
      environment,
      mayCall: [
        allow(['states:ListExecutions'], [machine.stateMachineArn]),
        allow(['states:DescribeExecution'], [executions]),
      ],
    });
    for (const made of [startBooking, readBookings]) {
      const finding = `Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${named(this, NAME)}:*`;
      acknowledge(
        made,
        `AwsSolutions::AwsSolutions-IAM5[${finding}]`,
        'The client chooses the execution name of a booking.',
      );
    }
    this.#resolve(api, 'StartBookingSource', startBooking, [['Mutation', 'addStepFunction']]);
    this.#resolve(api, 'ReadBookingsSource', readBookings, [
      ['Query', 'listBookings'],
      ['Query', 'getBooking'],
    ]);
  }

  #resolve(api: GraphqlApi, id: string, made: BundledFunction, fields: readonly (readonly [string, string])[]): void {
    const source = api.addLambdaDataSource(id, made.live);
    for (const [typeName, fieldName] of fields)
      source.createResolver(`${typeName}-${fieldName}`, { typeName, fieldName });
  }
}

/** AppSync's maximum lifetime of an API key; each deployment renews it. */
const KEY_LIFE = Duration.days(365);

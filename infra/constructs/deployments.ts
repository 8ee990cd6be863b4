import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnAny } from './alarm-on-any.ts';
import type { Stage } from './stage.ts';

interface LiveFunction {
  /** Physical name of the function. */
  readonly name: string;
  /** The alias that the callers of the function name. */
  readonly alias: Alias;
  readonly stage: Stage;
}

const ID = 'Deployments';

/**
 * The CodeDeploy application of a stack. When a stack update changes an alias, CodeDeploy moves its traffic to the new
 * version in the steps of the stage. If the new version fails, CodeDeploy moves the traffic back, and CloudFormation
 * rolls the stack update back.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export class Deployments extends Construct {
  readonly #application: LambdaApplication;
  readonly #role: Role;
  readonly #moveAliases = new PolicyStatement({ actions: ['lambda:GetAlias', 'lambda:UpdateAlias'] });
  readonly #readConcurrency = new PolicyStatement({ actions: ['lambda:GetProvisionedConcurrencyConfig'] });
  readonly #readAlarms = new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'] });

  /** The application of the stack of `scope`. The first call creates it. */
  static of(scope: Construct): Deployments {
    const stack = Stack.of(scope);
    const made = stack.node.tryFindChild(ID);
    return made instanceof Deployments ? made : new Deployments(stack, ID);
  }

  private constructor(stack: Stack, id: string) {
    super(stack, id);
    this.#application = new LambdaApplication(this, 'Application', { applicationName: stack.stackName });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    for (const each of [this.#moveAliases, this.#readConcurrency, this.#readAlarms]) this.#role.addToPolicy(each);
  }

  /** Lets CodeDeploy move the alias to each new version. Creates the deployment group and its alarm below `scope`. */
  shift(scope: Construct, { name, alias, stage }: LiveFunction): void {
    const alarmName = `${name}-new-version-errors`;
    const group = new LambdaDeploymentGroup(scope, 'Deployment', {
      application: this.#application,
      deploymentGroupName: name,
      alias,
      deploymentConfig: stage.trafficShift,
      alarms: [alarmOnNewVersion(scope, alarmName, { name, alias })],
      autoRollback: { failedDeployment: true, deploymentInAlarm: true },
      // Without this the construct attaches a managed policy that allows CodeDeploy to change every alias of the account.
      role: this.#role.withoutPolicyUpdates(),
    });
    group.node.addDependency(this.#role);
    this.#allow(name, alarmName);
  }

  /**
   * Builds the ARNs from names. With references the role would wait for all functions and alarms, and a function that
   * names another function's alias would wait for itself.
   */
  #allow(functionName: string, alarmName: string): void {
    const arn = this.#arnOf('lambda', 'function', functionName);
    this.#moveAliases.addResources(arn);
    this.#readConcurrency.addResources(`${arn}:*`);
    this.#readAlarms.addResources(this.#arnOf('cloudwatch', 'alarm', alarmName));
    const finding = `Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:${functionName}:*`;
    const reason = 'CodeDeploy reads the settings of the alias and of its versions, whose numbers are not known.';
    acknowledge(this.#role, `AwsSolutions::AwsSolutions-IAM5[${finding}]`, reason);
  }

  #arnOf(service: string, resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }
}

/**
 * Counts only errors of the new version: errors of the version before must not stop the deployment of their correction.
 * CloudWatch has the dimension ExecutedVersion while an alias sends traffic to two versions.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
function alarmOnNewVersion(scope: Construct, alarmName: string, { name, alias }: Omit<LiveFunction, 'stage'>): Alarm {
  const dimensionsMap = {
    FunctionName: name,
    Resource: `${name}:${alias.aliasName}`,
    ExecutedVersion: alias.version.version,
  };
  const errors = new Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap, statistic: 'Sum' });
  return alarmOnAny(scope, 'NewVersionErrors', errors, {
    alarmName,
    alarmDescription: `The new version of the function ${name} failed: its deployment is rolled back.`,
  });
}

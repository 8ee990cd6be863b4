import { CfnResource, type Stack, Token } from 'aws-cdk-lib';

/**
 * Longest physical names by resource type and property, in characters.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const LONGEST: Readonly<Record<string, readonly [property: string, length: number]>> = {
  'AWS::CloudWatch::Alarm': ['alarmName', 255],
  'AWS::CloudWatch::Dashboard': ['dashboardName', 255],
  'AWS::CodeDeploy::Application': ['applicationName', 100],
  'AWS::CodeDeploy::DeploymentGroup': ['deploymentGroupName', 100],
  'AWS::Cognito::UserPool': ['userPoolName', 128],
  'AWS::DynamoDB::Table': ['tableName', 255],
  'AWS::Events::Archive': ['archiveName', 48],
  'AWS::Events::EventBus': ['name', 256],
  'AWS::Events::Rule': ['name', 64],
  'AWS::EventSchemas::Registry': ['registryName', 64],
  'AWS::Kinesis::Stream': ['streamName', 128],
  'AWS::KinesisFirehose::DeliveryStream': ['deliveryStreamName', 64],
  'AWS::Lambda::Function': ['functionName', 64],
  'AWS::Logs::LogGroup': ['logGroupName', 512],
  'AWS::SNS::Topic': ['topicName', 256],
  'AWS::SQS::Queue': ['queueName', 80],
  'AWS::StepFunctions::Activity': ['name', 80],
  'AWS::StepFunctions::StateMachine': ['stateMachineName', 80],
};

/** Makes the synthesis fail if a physical name of the stack is longer than AWS allows. */
export function checkNameLengths(stack: Stack): void {
  stack.node.addValidation({ validate: () => tooLongNames(stack) });
}

function tooLongNames(stack: Stack): string[] {
  const resources = stack.node.findAll().filter((construct) => construct instanceof CfnResource);
  return resources.flatMap((resource) => {
    const [property = '', longest = 0] = LONGEST[resource.cfnResourceType] ?? [];
    const name: unknown = Reflect.get(resource, property);
    if (typeof name !== 'string' || Token.isUnresolved(name) || name.length <= longest) return [];
    return [`${resource.cfnResourceType} ${name}: the name has ${name.length} characters; AWS allows ${longest}.`];
  });
}

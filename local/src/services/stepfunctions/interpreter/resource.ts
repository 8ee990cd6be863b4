/** A parsed Task Resource, with the names that history events show. */
export interface Resource {
  readonly kind: 'lambda' | 'activity' | 'service';
  readonly arn: string;
  /** `sqs`, `aws-sdk:dynamodb`, …; set for service integrations only. */
  readonly resourceType: string;
  /** `sendMessage.waitForTaskToken`, …; set for service integrations only. */
  readonly resource: string;
  /** Whether the task is answered by task token: `.waitForTaskToken` and activities. */
  readonly answersByToken: boolean;
  /**
   * Whether the task has a token (`$$.Task.Token`): a `.sync` task can also be answered, and kept alive
   * by heartbeats, with its token. https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
   */
  readonly hasToken: boolean;
}

/** Parses a Resource ARN; see "Service integrations" in the Step Functions developer guide. */
export function parseResource(arn: string): Resource {
  const [, , service = '', region = '', , ...rest] = arn.split(':');
  if (service === 'states' && region === '') return serviceResource(arn, rest);
  const isActivity = service === 'states' && rest[0] === 'activity';
  const kind = isActivity ? 'activity' : 'lambda';
  return { kind, arn, resourceType: kind, resource: arn, answersByToken: isActivity, hasToken: isActivity };
}

function serviceResource(arn: string, parts: readonly string[]): Resource {
  const typeLength = parts[0] === 'aws-sdk' ? 2 : 1;
  const resource = parts.slice(typeLength).join(':');
  const answersByToken = resource.endsWith('.waitForTaskToken');
  return {
    kind: 'service',
    arn,
    resourceType: parts.slice(0, typeLength).join(':'),
    resource,
    answersByToken,
    hasToken: answersByToken || /\.sync(?::2)?$/.test(resource),
  };
}

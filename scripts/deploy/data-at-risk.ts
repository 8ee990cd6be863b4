/** Types of resources with data that a new deployment cannot restore. */
const HOLDERS = [
  'AWS::DynamoDB::Table',
  'AWS::Cognito::UserPool',
  'AWS::SQS::Queue',
  'AWS::Events::EventBus',
  'AWS::Events::Archive',
  'AWS::StepFunctions::StateMachine',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
];

/**
 * Matches a line of `cdk diff` about a resource: the kind of change, type, path with logical id, and what happens to
 * the resource.
 */
const CHANGE = /^\[[-~]\] (AWS::\S+) (\S+).* (destroy|replace|may be replaced|orphan)$/;

/**
 * Returns the lines of the output of `cdk diff` (without colours) that delete, replace or orphan a resource with data.
 */
export function dataAtRisk(diff: string): string[] {
  return diff.split('\n').flatMap((line) => {
    const [, type = '', path = '', impact = ''] = CHANGE.exec(line.trim()) ?? [];
    return HOLDERS.includes(type) ? [`${type} ${path}: ${impact}`] : [];
  });
}

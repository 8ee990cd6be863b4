/** Types whose resources hold data that a new deployment cannot make again. */
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

/** A line of `cdk diff` about a resource: the kind of change, type, path with logical id, and what happens to the resource. */
const CHANGE = /^\[[-~]\] (AWS::\S+) (\S+).* (destroy|replace|may be replaced|orphan)$/;

/** Lines of the output of `cdk diff` (without colours) that remove, replace or abandon a resource with data. */
export function dataAtRisk(diff: string): string[] {
  return diff.split('\n').flatMap((line) => {
    const [, type = '', path = '', impact = ''] = CHANGE.exec(line.trim()) ?? [];
    return HOLDERS.includes(type) ? [`${type} ${path}: ${impact}`] : [];
  });
}

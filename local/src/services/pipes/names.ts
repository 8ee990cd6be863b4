import { arnOf, type Home, parseArn } from '../../core/aws/arn.ts';

export const pipeArn = (home: Home, name: string): string => arnOf(home, 'pipes', `pipe/${name}`);

/** The name of the pipe with this ARN; undefined for any other ARN. */
export const pipeOfArn = (arn: string): string | undefined => {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'pipes') return undefined;
  return /^pipe\/([^/]+)$/.exec(parsed.resource)?.[1];
};

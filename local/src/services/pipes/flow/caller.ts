import type { Home } from '../../../core/aws/arn.ts';
import { assumedRole, type Caller } from '../../../core/aws/caller.ts';
import { pipeArn } from '../names.ts';
import type { Pipe } from '../pipe.ts';

/** The pipe's role, which EventBridge Pipes assumes for all calls of the pipe. */
export const callerOf = (home: Home, { roleArn, name }: Pick<Pipe, 'roleArn' | 'name'>): Caller =>
  assumedRole(roleArn, name, { service: 'pipes.amazonaws.com', sourceArn: pipeArn(home, name) });

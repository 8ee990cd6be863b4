import type { Home } from '../../../core/aws/arn.ts';
import { defined } from '../../../core/cloudformation/properties.ts';
import { pipeArn } from '../names.ts';
import type { Pipe } from '../pipe.ts';

/** The answer of the actions that create, change and delete a pipe. Their `state` is a transition, e.g. `CREATING`. */
export const transition = (home: Home, pipe: Pipe, state: string, desired: string = pipe.desiredState) => ({
  Arn: pipeArn(home, pipe.name),
  CreationTime: new Date(pipe.createdMs),
  CurrentState: state,
  DesiredState: desired,
  LastModifiedTime: new Date(pipe.modifiedMs),
  Name: pipe.name,
});

/** The members of a pipe in ListPipes. A transition ends at once in this runtime. */
export const summary = (home: Home, pipe: Pipe) => ({
  ...transition(home, pipe, pipe.desiredState),
  ...defined({ Enrichment: pipe.enrichment }),
  Source: pipe.source,
  Target: pipe.target,
});

/** The answer of DescribePipe. */
export const describe = (home: Home, pipe: Pipe) => ({
  ...summary(home, pipe),
  ...defined({ Description: pipe.description }),
  ...(pipe.enrichment === undefined ? {} : { EnrichmentParameters: pipe.enrichmentParameters }),
  RoleArn: pipe.roleArn,
  SourceParameters: pipe.sourceParameters,
  StateReason: 'USER_INITIATED',
  Tags: pipe.tags,
  TargetParameters: pipe.targetParameters,
});

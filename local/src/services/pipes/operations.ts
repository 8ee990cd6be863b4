import type { Value } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

type PipeName = { readonly Name: string };

export type PipeInput = PipeName & {
  readonly Description?: Value;
  readonly DesiredState?: Value;
  readonly Enrichment?: Value;
  readonly EnrichmentParameters?: Value;
  readonly RoleArn?: Value;
  readonly SourceParameters?: Value;
  readonly Target?: Value;
  readonly TargetParameters?: Value;
};

type CreatePipeInput = PipeInput & {
  readonly Source?: Value;
  readonly Tags?: Value;
};

export const createPipe = operation<CreatePipeInput>('pipes', 'CreatePipe');

export const updatePipe = operation<PipeInput>('pipes', 'UpdatePipe');

export const deletePipe = operation<PipeName>('pipes', 'DeletePipe');

/** The answer of DescribePipe. */
interface PipeDescription {
  readonly CreationTime: Date;
  readonly CurrentState: string;
  readonly LastModifiedTime: Date;
  readonly StateReason: string;
}

export const describePipe = operation<PipeName, PipeDescription>('pipes', 'DescribePipe');

type ResourceTags = {
  readonly resourceArn: string;
  readonly tags: Value;
};

export const tagResource = operation<ResourceTags>('pipes', 'TagResource');

type ResourceTagKeys = {
  readonly resourceArn: string;
  readonly tagKeys: readonly string[];
};

export const untagResource = operation<ResourceTagKeys>('pipes', 'UntagResource');

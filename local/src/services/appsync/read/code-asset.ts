import { assetText } from '../../../core/cloudformation/asset.ts';
import { text } from '../../../core/cloudformation/properties.ts';
import type { ResourceContext } from '../../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../../core/cloudformation/value.ts';

type CodeSource = Pick<ResourceContext, 'properties' | 'asset'>;

/**
 * The properties with the member `Code`, which is read from the asset `s3://<bucket>/<key>` of CodeS3Location if there is
 * one. Throws BadRequestException for an asset that is not a file.
 */
export const withCode = ({ properties, asset }: CodeSource): ValueObject => {
  const { CodeS3Location: location, ...others } = properties;
  if (location === undefined) return others;
  const uri = text(location) ?? '';
  const file = asset(/^s3:\/\/[^/]+\/(.+)$/.exec(uri)?.[1] ?? '');
  return { ...others, Code: assetText(file, `CodeS3Location ${uri}`) };
};

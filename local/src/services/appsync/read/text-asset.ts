import { assetText } from '../../../core/cloudformation/asset.ts';
import { text } from '../../../core/cloudformation/properties.ts';
import type { ResourceContext } from '../../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../../core/cloudformation/value.ts';

type TextSource = Pick<ResourceContext, 'properties' | 'asset'>;

/**
 * The properties with the member `name`, which is read from the asset `s3://<bucket>/<key>` of the property `location`
 * if there is one. Throws BadRequestException for an asset that is not a file.
 */
const withText =
  (name: string, location: string) =>
  ({ properties, asset }: TextSource): ValueObject => {
    const { [location]: given, ...others } = properties;
    if (given === undefined) return others;
    const uri = text(given) ?? '';
    const file = asset(/^s3:\/\/[^/]+\/(.+)$/.exec(uri)?.[1] ?? '');
    return { ...others, [name]: assetText(file, `${location} ${uri}`) };
  };

/** The properties of a resolver or of a function with their code. */
export const withCode = withText('Code', 'CodeS3Location');

/** The properties of a schema with its definition. */
export const withDefinition = withText('Definition', 'DefinitionS3Location');

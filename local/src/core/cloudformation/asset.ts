import { readFileSync } from 'node:fs';
import { badRequest } from '../aws/aws-error.ts';

/** A file or directory of the cloud assembly that a template refers to. */
export interface Asset {
  /** Absolute path of a directory (`zip`) or a file. */
  readonly path: string;
  readonly packaging: 'zip' | 'file';
}

/** The text of an asset that is a file. `name` names it in the message. Throws BadRequestException for any other asset. */
export const assetText = (asset: Asset | undefined, name: string): string => {
  if (asset?.packaging !== 'file') throw badRequest(`${name} is not a file among the assets`);
  return readFileSync(asset.path, 'utf8');
};

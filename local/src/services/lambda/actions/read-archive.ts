import type { Call } from '../../../core/service.ts';
import { accessDenied } from '../errors.ts';
import { type Input, optionalText, refuse } from '../parameters.ts';

/** A zip archive, or a directory of this machine. */
type Archive = { readonly archive: Uint8Array } | { readonly directory: string };

/**
 * Reads `ZipFile` (an archive as bytes or base64) or `LocalDirectory` (a directory of this machine; only the
 * administrator may use it); undefined if there is neither. `where` names the structure in messages. Throws AwsError.
 */
export const readArchive = (input: Input, where: string, { caller }: Call): Archive | undefined => {
  refuse(input, ['ImageUri', 'S3Bucket', 'S3Key', 'S3ObjectVersion'], where);
  const directory = optionalText(input, 'LocalDirectory');
  if (directory !== undefined) {
    if (caller.kind !== 'administrator')
      throw accessDenied('Only the administrator may use LocalDirectory. Upload the code as ZipFile.');
    return { directory };
  }
  const archive = input.ZipFile;
  if (archive instanceof Uint8Array) return { archive };
  return typeof archive === 'string' ? { archive: Buffer.from(archive, 'base64') } : undefined;
};

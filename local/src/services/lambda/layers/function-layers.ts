import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../../../core/aws/arn.ts';
import { unsupported } from '../../../core/aws/aws-error.ts';
import type { CodeStore } from '../code/code-store.ts';
import { invalidParameter } from '../errors.ts';
import type { Code, FunctionLayers } from '../functions/function.ts';
import { type Input, optionalTextList } from '../parameters.ts';
import { checkOwnLayer, type LayerVersion, layerArn, layerVersionArn, readLayerOfFunction } from './layer.ts';
import type { Layers } from './layers.ts';

const MAX_LAYERS = 5;
/** Limit of Lambda for the unpacked code of a function and its layers, in bytes. */
const MAX_UNPACKED_BYTES = 262_144_000;

interface Sources {
  readonly home: Home;
  readonly layers: Layers;
  readonly code: CodeStore;
}

/**
 * The layers that `Layers` of a request names, put together in one directory; undefined if the request does not name
 * any. An empty list removes all. Rejects with AwsError.
 * https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html
 */
export const readLayers = async (
  sources: Sources,
  input: Input,
): Promise<{ readonly layers: FunctionLayers | undefined } | undefined> => {
  const arns = optionalTextList(input, 'Layers');
  if (!arns) return undefined;
  const found = findAll(sources, arns);
  if (found.length === 0) return { layers: undefined };
  for (const [index, { code }] of found.entries()) refuseExtension(code, arns[index] ?? '');
  const unpackedBytes = found.reduce((sum, { code }) => sum + unpackedBytesOf(code), 0);
  checkLayerSize(unpackedBytes);
  const versions = found.map(({ code }, index) => ({ arn: arns[index] ?? '', sizeBytes: code.sizeBytes }));
  const directory = await sources.code.layered(found.map(({ code }) => code));
  return { layers: { versions, unpackedBytes, directory } };
};

/** Throws InvalidParameterValueException for too many, repeated and unknown layers, as AWS does and in its order. */
const findAll = ({ home, layers }: Sources, arns: readonly string[]): LayerVersion[] => {
  if (arns.length > MAX_LAYERS) throw invalidParameter(`Cannot reference more than ${MAX_LAYERS} layers.`);
  const arnsByLayer = new Map<string, string>();
  return arns.map((arn) => {
    checkOwnLayer(home, arn);
    const reference = readLayerOfFunction(arn);
    const version = arn === layerVersionArn(home, reference.name, reference.version) && layers.find(reference);
    if (!version) throw invalidParameter(`Layer version ${arn} does not exist.`);
    const layer = layerArn(home, reference.name);
    const other = arnsByLayer.get(layer);
    if (other !== undefined)
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    arnsByLayer.set(layer, arn);
    return version;
  });
};

/** Throws UnsupportedOperation for a layer with an extension, which is a process of its own beside the function on AWS. */
const refuseExtension = ({ directory }: Code, arn: string): void => {
  if (existsSync(join(directory, 'extensions'))) throw unsupported(`The extension in the layer ${arn}`);
};

/** Code that an older version of the runtime stored has no unpacked size. */
const unpackedBytesOf = ({ unpackedBytes, sizeBytes }: Code): number => unpackedBytes ?? sizeBytes;

/** Throws InvalidParameterValueException. */
export const checkLayerSize = (unpackedBytes: number): void => {
  if (unpackedBytes > MAX_UNPACKED_BYTES)
    throw invalidParameter(`Layers consume more than the available size of ${MAX_UNPACKED_BYTES} bytes`);
};

/** Throws InvalidParameterValueException if a function's code and its layers are too large together. */
export const checkWholeSize = (code: Code, layers: FunctionLayers | undefined): void => {
  if (!layers) return;
  const size = unpackedBytesOf(code) + layers.unpackedBytes;
  if (size > MAX_UNPACKED_BYTES)
    throw invalidParameter(
      `Function code combined with layers exceeds the maximum allowed size of ${MAX_UNPACKED_BYTES} bytes. The actual size is ${size} bytes.`,
    );
};

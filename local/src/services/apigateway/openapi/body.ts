import type { Home } from '../../../core/aws/arn.ts';
import { AwsError, badRequest } from '../../../core/aws/aws-error.ts';
import { type Asset, assetText } from '../../../core/cloudformation/asset.ts';
import { isEvaluated } from '../../../core/cloudformation/early-problem.ts';
import { object, text } from '../../../core/cloudformation/properties.ts';
import type { PropertyCheck } from '../../../core/cloudformation/resource-type.ts';
import { isObject, type ValueObject } from '../../../core/cloudformation/value.ts';
import { refuseLargeJson } from '../../../core/protocols/body-scan.ts';
import { DocumentProblem } from './document.ts';

type FindAsset = (objectKey: string) => Asset | undefined;
type Problem = ReturnType<PropertyCheck>;

/** The rules of the property BodyS3Location. */
export const BODY_LOCATION = { Bucket: true, Key: true } as const;

/**
 * The OpenAPI document in the property Body, or in the asset that BodyS3Location names. Undefined if a resource has
 * neither. Throws BadRequestException for a document that is not in JSON.
 */
export const bodyOf = (
  { Body: body, BodyS3Location: location }: ValueObject,
  asset: FindAsset,
): ValueObject | undefined => {
  if (isObject(body)) return body;
  if (body !== undefined) return parsedBody(text(body) ?? '', 'Body');
  if (location === undefined) return undefined;
  const key = text(object(location).Key) ?? '';
  const name = `BodyS3Location ${key}`;
  return parsedBody(assetText(asset(key), name), name);
};

/** Reads a document in JSON. `name` is its name in messages. Throws AwsError. */
export const parsedBody = (source: string, name: string): ValueObject => {
  refuseLargeJson(source);
  const document = parsed(source);
  if (isObject(document)) return document;
  throw badRequest(`${name} is not a JSON object. OpenAPI documents in YAML are not supported locally`);
};

const parsed = (source: string): unknown => {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
};

/** The title of a document, which is the name of an API without one. */
export const titleOf = (document: ValueObject | undefined): string | undefined => text(object(document?.info).title);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/import-api-aws-variables.html */
const VARIABLE = /\$\{AWS::(AccountId|Partition|Region|URLSuffix)\}/g;

/** Replaces the variables in all texts of a document that API Gateway replaces when it imports the document. */
export const withVariables = (document: ValueObject, home: Home): ValueObject => {
  const values: Readonly<Record<string, string>> = {
    AccountId: home.accountId,
    Partition: 'aws',
    Region: home.region,
    URLSuffix: 'amazonaws.com',
  };
  return JSON.parse(JSON.stringify(document).replaceAll(VARIABLE, (_, name: string) => values[name] ?? ''));
};

/** Calls `read`, and throws its DocumentProblem as BadRequestException. */
export const orBadRequest = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DocumentProblem) throw badRequest(`${error.path}: ${error.message}`);
    throw error;
  }
};

/** Calls the reader of a part of a document, and adds the part's path to the message of its BadRequestException. */
export const withPath = <T>(path: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof AwsError) throw badRequest(`${path}: ${error.message}`);
    throw error;
  }
};

/**
 * The problem of a resource's document that `check` finds before anything is created. `check` throws DocumentProblem.
 */
export const bodyProblem = (
  properties: ValueObject,
  asset: FindAsset,
  check: (document: ValueObject) => void,
): Problem => {
  const property = properties.Body === undefined ? 'BodyS3Location' : 'Body';
  const given = properties[property];
  if (given === undefined || (property === 'BodyS3Location' && !isEvaluated(given))) return undefined;
  try {
    const document = bodyOf(properties, asset);
    if (document) check(document);
    return undefined;
  } catch (error) {
    if (error instanceof DocumentProblem) return { property: error.path, message: error.message };
    if (error instanceof AwsError) return { property, message: error.message };
    throw error;
  }
};

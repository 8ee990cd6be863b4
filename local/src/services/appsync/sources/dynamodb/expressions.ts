import { isObject } from '../../../../core/parameters/input.ts';
import { requestObject, requestText } from '../requests.ts';
import { requestItem } from './typed-json.ts';

/** The members of a request that are expressions, by the parameter of DynamoDB that each becomes. */
type Expressions = { readonly [parameter: string]: unknown };

/** The parameters of DynamoDB for the expressions that a request has. Throws InvalidRequest. */
export const expressionParameters = (expressions: Expressions): { readonly [parameter: string]: unknown } => {
  const written: Record<string, string> = {};
  const names: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  for (const [parameter, given] of Object.entries(expressions)) {
    if (given === undefined || given === null) continue;
    const { expression, expressionNames, expressionValues } = requestObject(given, parameter);
    written[parameter] = requestText(expression, `The expression of ${parameter}`);
    if (isObject(expressionNames)) Object.assign(names, expressionNames);
    if (isObject(expressionValues)) Object.assign(values, requestItem(expressionValues, parameter));
  }
  return {
    ...written,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
};

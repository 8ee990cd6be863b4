import { TEXT_FUNCTIONS } from '../../../../core/text/text-functions.ts';
import { isMembers, numberArgument, textArgument } from './arguments.ts';
import { DYNAMODB_REQUESTS } from './dynamodb-requests.ts';
import { filterExpression } from './filter-expression.ts';
import { type FunctionTable, type HandlerError, HandlerStopped, notAuthorized } from './function-table.ts';
import { ID_FUNCTIONS } from './new-ids.ts';
import { TIME_FUNCTIONS } from './time.ts';
import { TYPED_VALUE_FUNCTIONS } from './typed-values.ts';
import { UPDATE_OPERATIONS } from './update-expression.ts';
import { XML_FUNCTIONS } from './xml.ts';

const errorOf = ([message, errorType, data, errorInfo]: readonly unknown[]): HandlerError => ({
  message: String(message ?? ''),
  errorType: typeof errorType === 'string' ? errorType : null,
  data: data ?? null,
  errorInfo: errorInfo ?? null,
});

const CONTROL: FunctionTable = {
  'util.error': (args) => {
    throw new HandlerStopped({ kind: 'error', error: errorOf(args) });
  },
  'util.unauthorized': (_, { field }) => {
    const [type = '', name = ''] = field.split('.');
    throw new HandlerStopped({ kind: 'error', error: notAuthorized(type, name) });
  },
  'util.appendError': (args, { appended }) => void appended.push(errorOf(args)),
  'runtime.earlyReturn': ([value, options, stash]) => {
    const skipTo = isMembers(options) && options.skipTo === 'END' ? 'END' : 'NEXT';
    throw new HandlerStopped({ kind: 'returned', value: value ?? null, stash, skipTo });
  },
};

const TEXTS: FunctionTable = {
  'util.escapeJavaScript': ([text]) => TEXT_FUNCTIONS.escapeJavaScript(text),
  'util.urlEncode': ([text]) => TEXT_FUNCTIONS.urlEncode(text),
  'util.urlDecode': ([text]) => TEXT_FUNCTIONS.urlDecode(textArgument(text, 'The argument of urlDecode')),
  'util.base64Encode': ([text]) => TEXT_FUNCTIONS.base64Encode(text),
  'util.base64Decode': ([text]) => TEXT_FUNCTIONS.base64Decode(textArgument(text, 'The argument of base64Decode')),
  'util.str.normalize': ([text, form]) => textArgument(text, 'The text').normalize(String(form).toUpperCase()),
};

const pair = ([first, second]: readonly unknown[]) => [
  numberArgument(first, 'The first argument'),
  numberArgument(second, 'The second argument'),
];

const NUMBERS: FunctionTable = {
  'util.math.roundNum': ([number]) => Math.round(numberArgument(number, 'The argument of roundNum')),
  'util.math.minVal': (args) => Math.min(...pair(args)),
  'util.math.maxVal': (args) => Math.max(...pair(args)),
  'util.math.randomDouble': (_, { ids }) => ids.number(),
  'util.math.randomWithinRange': (args, { ids }) => {
    const [from = 0, to = 0] = pair(args);
    return from + Math.floor(ids.number() * (to - from));
  },
};

/** AppSync returns the expression as a text with JSON. */
const expressionText: FunctionTable[string] = ([filter]) => JSON.stringify(filterExpression(filter));

const OTHERS: FunctionTable = {
  'util.authType': (_, { authType }) => authType,
  'util.transform.toDynamoDBFilterExpression': expressionText,
  'util.transform.toDynamoDBConditionExpression': expressionText,
};

/**
 * The functions that the code of handlers can call, by their names: members of `util` and `runtime`, and of the module
 * `@aws-appsync/utils/dynamodb`, here `dynamodb`.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-util-reference-js.html
 */
export const FUNCTIONS: FunctionTable = {
  ...CONTROL,
  ...TEXTS,
  ...NUMBERS,
  ...ID_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...TYPED_VALUE_FUNCTIONS,
  ...UPDATE_OPERATIONS,
  ...DYNAMODB_REQUESTS,
  ...XML_FUNCTIONS,
  ...OTHERS,
};

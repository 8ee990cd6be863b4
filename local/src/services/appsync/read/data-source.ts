import { badRequest } from '../../../core/aws/aws-error.ts';
import type { Input } from '../../../core/parameters/input.ts';
import type { SourceSettings } from '../definitions.ts';
import { object, requiredText } from '../parameters.ts';

type Readers = { readonly [Type in SourceSettings['type']]: (input: Input) => Extract<SourceSettings, { type: Type }> };

const READERS: Readers = {
  NONE: () => ({ type: 'NONE' }),
  AWS_LAMBDA: (input) => ({
    type: 'AWS_LAMBDA',
    functionArn: requiredText(object(input, 'LambdaConfig'), 'LambdaFunctionArn'),
    roleArn: requiredText(input, 'ServiceRoleArn'),
  }),
};

const isSourceType = (type: string): type is keyof Readers => Object.hasOwn(READERS, type);

/** The type of a data source. Throws BadRequestException for a type that is not supported locally. */
export const sourceTypeOf = (input: Input): keyof Readers => {
  const type = requiredText(input, 'Type');
  if (isSourceType(type)) return type;
  throw badRequest(`Type ${type} is not supported locally. The supported types are ${Object.keys(READERS).join(', ')}`);
};

/** Throws BadRequestException for settings that AppSync or this runtime refuses. */
export const readSource = (input: Input): SourceSettings => READERS[sourceTypeOf(input)](input);

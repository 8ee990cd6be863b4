import { memberName } from '../../../core/parameters/constraint.ts';
import type { Cors } from '../../../core/payload/cors.ts';
import { constraint } from '../errors.ts';
import { type Input, optionalFlag, optionalInteger, optionalTextList } from '../parameters.ts';

interface ListLimits {
  readonly items: number;
  /** Maximum length of an item, in characters. */
  readonly length: number;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html */
const ORIGINS: ListLimits = { items: 100, length: 253 };
const METHODS: ListLimits = { items: 6, length: 6 };
const HEADERS: ListLimits = { items: 100, length: 1024 };
const MAX_AGE_SECONDS = { min: 0, max: 86_400 };

/** The CORS configuration in a request; undefined if it has no members. Throws ValidationException. */
export const readCors = (input: Input): Cors | undefined => {
  const cors = {
    allowOrigins: limitedList(input, 'AllowOrigins', ORIGINS),
    allowMethods: limitedList(input, 'AllowMethods', METHODS),
    allowHeaders: limitedList(input, 'AllowHeaders', HEADERS),
    exposeHeaders: limitedList(input, 'ExposeHeaders', HEADERS),
    maxAgeSeconds: optionalInteger(input, 'MaxAge', MAX_AGE_SECONDS),
    allowCredentials: optionalFlag(input, 'AllowCredentials') ?? false,
  };
  return Object.keys(input).length === 0 ? undefined : cors;
};

const limitedList = (input: Input, name: string, { items, length }: ListLimits): readonly string[] => {
  const list = optionalTextList(input, name) ?? [];
  const member = `cors.${memberName(name)}`;
  const shown = `[${list.join(', ')}]`;
  if (list.length > items) throw constraint(member, shown, `Member must have length less than or equal to ${items}`);
  if (list.some((item) => item.length > length))
    throw constraint(
      member,
      shown,
      `Member must satisfy constraint: [Member must have length less than or equal to ${length}]`,
    );
  return list;
};

/** The configuration in the form of the API. */
export const describeCors = (cors: Cors) => ({
  ...(cors.allowCredentials && { AllowCredentials: true }),
  ...(cors.allowHeaders.length > 0 && { AllowHeaders: cors.allowHeaders }),
  ...(cors.allowMethods.length > 0 && { AllowMethods: cors.allowMethods }),
  ...(cors.allowOrigins.length > 0 && { AllowOrigins: cors.allowOrigins }),
  ...(cors.exposeHeaders.length > 0 && { ExposeHeaders: cors.exposeHeaders }),
  ...(cors.maxAgeSeconds !== undefined && { MaxAge: cors.maxAgeSeconds }),
});

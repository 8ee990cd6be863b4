import { madeId } from '../../../core/cloudformation/made-id.ts';
import { urlPart } from '../../../core/text/url-part.ts';

/** Path prefix of HTTP APIs at the gateway; the name of the API follows it. */
export const PATH_PREFIX = '/_api/';

/** A route key such as `GET /pets/{id}`. The method may be ANY, the last segment may be `{proxy+}`. */
export const ROUTE_KEY = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (\/(?:[^\s{}]|\{[\w.-]+\+?\})*)$/;

/** The URL of an API, without a trailing slash. */
export const addressOf = (endpoint: string, name: string): string => `${endpoint}${PATH_PREFIX}${urlPart(name)}`;

const ID_LENGTH = 10;

/** Makes an id in the format of API Gateway; the same name always gives the same id. */
export const httpId = (name: string): string => madeId(name, ID_LENGTH);

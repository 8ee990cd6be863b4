/**
 * Date of the prices below: list prices in US dollars for us-east-1, without free tier, from the services' price pages.
 * https://aws.amazon.com/step-functions/pricing/ https://aws.amazon.com/lambda/pricing/
 * https://aws.amazon.com/dynamodb/pricing/on-demand/ https://aws.amazon.com/eventbridge/pricing/
 * https://aws.amazon.com/sqs/pricing/ https://aws.amazon.com/sns/pricing/ https://aws.amazon.com/api-gateway/pricing/
 */
export const AS_OF = '2026-11-21';

const MILLION = 1_000_000;
const GIBIBYTE = 2 ** 30;

/** US dollars per unit, by service and unit, with the names of the usage meter. Lambda prices are for ARM. */
export const PRICES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  states: { transitions: 25 / MILLION },
  lambda: { requests: 0.2 / MILLION, 'GB-seconds': 13.3334 / MILLION },
  dynamodb: { 'write units': 0.625 / MILLION, 'read units': 0.125 / MILLION },
  events: { 'custom events': 1 / MILLION, 'archived bytes': 0.1 / GIBIBYTE },
  sqs: { requests: 0.4 / MILLION },
  sns: { requests: 0.5 / MILLION },
  mail: { 'e-mails': 20 / MILLION },
  apigateway: { 'HTTP API requests': 1 / MILLION },
};

/** Text about units that AWS bills but that are not included here. */
export const NOT_COUNTED =
  'logs, traces, storage, polls of empty queues, and schedules, which cost the same for any number';

import { readMapRunArn } from './arns.ts';
import { mapRunNotFound } from './errors.ts';
import { type Input, requiredText } from './parameters.ts';
import type { MapRunRow } from './store/map-runs.ts';
import type { Tables } from './store/tables.ts';

/** Maximum length of a Map Run's ARN. */
const MAX_MAP_RUN_ARN_LENGTH = 2000;

/** The Map Run with ARN `mapRunArn`. Throws InvalidArn and ResourceNotFound. */
export const requireMapRun = ({ mapRuns }: Tables, input: Input): MapRunRow => {
  const arn = readMapRunArn(requiredText(input, 'mapRunArn', { max: MAX_MAP_RUN_ARN_LENGTH }));
  const mapRun = mapRuns.byArn(arn);
  if (!mapRun) throw mapRunNotFound(arn);
  return mapRun;
};

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

/** A team of reviewers. workflow/teams.schema.json describes the members. */
export interface Team {
  readonly name: string;
  readonly reasons: readonly string[];
}

const FOLDER = join(import.meta.dirname, '../../workflow');
export const DEFAULT_TEAMS = join(FOLDER, 'teams.json');
const SCHEMA = join(FOLDER, 'teams.schema.json');

/**
 * Reads the teams (workflow/teams.schema.json).
 * @throws Error that names the file and the member that is wrong, with what is allowed
 */
export function readTeams(file: string): readonly Team[] {
  const ajv = new Ajv({ allErrors: true });
  const validate = ajv.compile<{ readonly teams: readonly Team[] }>(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  const given: unknown = parse(file);
  if (!validate(given))
    throw new Error(
      `The file of teams ${file} is not valid: ${ajv.errorsText(validate.errors, { dataVar: 'file' })}. ` +
        'workflow/teams.schema.json describes it.',
    );
  const names = given.teams.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return given.teams;
  throw new Error(`The file of teams ${file} has two teams named ${twice}; each name must occur once.`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`The file of teams ${file} cannot be read as JSON.`, { cause });
  }
}

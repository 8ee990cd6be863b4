import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_TEAMS, readTeams } from '../../../infra/application/teams.ts';
import { type Properties, removeAssemblies, resourcesWith } from '../synthesized.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'teams-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
  removeAssemblies();
});

const fileWith = (content: object): string => {
  const file = join(directory, 'teams.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

const TEAM = { name: 'addresses', reasons: ['ADDRESS'] };

describe('The file of teams', () => {
  test('has no team by default', () => {
    expect(readTeams(DEFAULT_TEAMS)).toEqual([]);
  });

  test.each([
    [{}, /must have required property 'teams'/],
    [{ teams: [{ ...TEAM, reasons: ['AGE'] }] }, /must be equal to one of the allowed values/],
    [{ teams: [{ ...TEAM, name: 'Team A' }] }, /must match pattern/],
    [{ teams: [TEAM, TEAM] }, /two teams named addresses/],
  ])('is refused with what is wrong: %j', (content, message) => {
    expect(() => readTeams(fileWith(content))).toThrow(message);
  });

  test('makes each team a group of the pool, and tells the functions that read a person’s teams about it', async () => {
    const resources = [...(await resourcesWith({ teams: fileWith({ teams: [TEAM] }) })).values()];
    const of = (type: string): Properties[] =>
      resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
    expect(of('AWS::Cognito::UserPoolGroup').map(({ GroupName }) => GroupName)).toContain('team-addresses');
    for (const name of ['answer-queries', 'decide-reviews']) {
      const made = of('AWS::Lambda::Function').find(({ FunctionName }) => FunctionName === name);
      expect(made?.Environment).toMatchObject({ Variables: { TEAMS: JSON.stringify([TEAM]) } });
    }
  });
});

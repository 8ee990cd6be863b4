import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseApplicationSubmitted } from '../../events/application-submitted.ts';
import { APPLICATION_SUBMITTED } from '../../events/names.ts';
import { narrowingsBetween, type Schema, wideningsBetween } from './compatibility.ts';

const EVENTS = join(import.meta.dirname, '../../events');
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(EVENTS, ...path), 'utf8'));
const versions = readdirSync(join(EVENTS, 'schemas')).map((file) => file.replace('.json', ''));

interface ArchivedEvent {
  readonly 'detail-type': string;
  readonly detail: unknown;
}

const archived = versions.flatMap((version) =>
  readdirSync(join(EVENTS, 'archive', version, 'events')).map((file) => {
    const event: ArchivedEvent = readJson('archive', version, 'events', file);
    return [`${version}/${file}`, version, event] as const;
  }),
);

/**
 * Compiles a schema of the registry (JSON Schema Draft 4) with ajv, which supports only later drafts. The keywords in
 * these schemas have the same meaning in all drafts.
 */
function validatorOfRegistry(version: string) {
  const { $schema, ...schema } = readJson('generated/registry', `${version}.json`);
  expect($schema).toBe('http://json-schema.org/draft-04/schema#');
  return new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(schema);
}

describe('Archived events', () => {
  test('exist for every version of every event', () => {
    expect(readdirSync(join(EVENTS, 'archive')).toSorted()).toEqual(versions.toSorted());
    expect(new Set(archived.map(([, version]) => version)).size).toBe(versions.length);
  });

  test.each(archived)('are accepted by the current schema: %s', (_, version, { detail }) => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      readJson('schemas', `${version}.json`),
    );
    expect(validate(detail) ? [] : validate.errors).toEqual([]);
  });

  test.each(archived)('are accepted by the schema in the registry: %s', (_, version, event) => {
    const validate = validatorOfRegistry(version);
    expect(validate(event) ? [] : validate.errors).toEqual([]);
  });

  test.each(archived.filter(([, , event]) => event['detail-type'] === APPLICATION_SUBMITTED))(
    'pass the parser of the first state of the workflow: %s',
    (_, __, { detail }) => {
      expect(parseApplicationSubmitted(detail)).toMatchObject({ ok: true });
    },
  );
});

describe('The schema in the registry', () => {
  test.each([
    ['no detail', { 'detail-type': 'ApplicationSubmitted', source: 'account-applications' }],
    ['another source', { 'detail-type': 'ApplicationSubmitted', source: 'other', detail: { application: {} } }],
    ['a name with a control character', withName('Sp\u0000ck')],
    ['a name that is too long', withName('x'.repeat(201))],
  ])('refuses an event with %s', (_, event) => {
    expect(validatorOfRegistry('application-submitted.v1')(event)).toBe(false);
  });

  function withName(name: string) {
    const application = { id: 'app-1', name, address: '1 Street' };
    return { 'detail-type': 'ApplicationSubmitted', source: 'account-applications', detail: { application } };
  }
});

describe('Every schema', () => {
  test.each(versions)('%s accepts all events that it accepted when it was published', (version) => {
    expect(
      narrowingsBetween(readJson('archive', version, 'schema.json'), readJson('schemas', `${version}.json`)),
    ).toEqual([]);
  });

  test.each(versions.filter((version) => !version.startsWith('application-submitted.')))(
    '%s allows in our events only what it allowed when it was published',
    (version) => {
      const published = readJson('archive', version, 'schema.json');
      expect(wideningsBetween(published, readJson('schemas', `${version}.json`))).toEqual([]);
    },
  );
});

const MEMBER = { type: 'string', minLength: 1, maxLength: 200, pattern: '^a' };
const PUBLISHED: Schema = {
  type: 'object',
  required: ['id'],
  properties: {
    id: MEMBER,
    outcome: { enum: ['YES', 'NO'] },
    reasons: { type: 'array', maxItems: 2, items: { enum: ['NAME', 'ADDRESS'] } },
  },
};
const withMember = (name: string, member: Schema): Schema => ({
  ...PUBLISHED,
  properties: { ...(PUBLISHED.properties as Record<string, Schema>), [name]: member },
});

describe('A schema change that refuses earlier events is detected:', () => {
  test.each<[string, Schema, string]>([
    ['a new required member', { ...PUBLISHED, required: ['id', 'outcome'] }, '#: outcome is newly required'],
    ['a removed member', { ...PUBLISHED, properties: { id: MEMBER } }, '#/outcome: was removed'],
    [
      'a lower maximum',
      withMember('id', { ...MEMBER, maxLength: 100 }),
      '#/id: maxLength was narrowed from 200 to 100',
    ],
    ['a higher minimum', withMember('id', { ...MEMBER, minLength: 2 }), '#/id: minLength was narrowed from 1 to 2'],
    [
      'a minimum where there was none',
      withMember('reasons', { type: 'array', maxItems: 2, minItems: 1, items: { enum: ['NAME', 'ADDRESS'] } }),
      '#/reasons: minItems was narrowed from 0 to 1',
    ],
    ['a shorter enumeration', withMember('outcome', { enum: ['YES'] }), '#/outcome: enum no longer has "NO"'],
    [
      'a shorter enumeration inside a list',
      withMember('reasons', { type: 'array', maxItems: 2, items: { enum: ['NAME'] } }),
      '#/reasons/items: enum no longer has "ADDRESS"',
    ],
    ['another pattern', withMember('id', { ...MEMBER, pattern: '^b' }), '#/id: pattern was "^a" and is "^b"'],
    ['another type', withMember('id', { ...MEMBER, type: 'number' }), '#/id: type was "string" and is "number"'],
    [
      'members that are no longer allowed',
      { ...PUBLISHED, additionalProperties: false },
      '#: additionalProperties was undefined and is false',
    ],
  ])('%s', (_, changed, found) => {
    expect(narrowingsBetween(PUBLISHED, changed)).toContain(found);
  });

  test('but a backward-compatible change is accepted', () => {
    const wider = { ...MEMBER, minLength: 0, maxLength: 300, description: 'new words' };
    expect(narrowingsBetween(PUBLISHED, withMember('id', wider))).toEqual([]);
    expect(narrowingsBetween(PUBLISHED, withMember('channel', { type: 'string' }))).toEqual([]);
    expect(narrowingsBetween(PUBLISHED, withMember('outcome', { enum: ['YES', 'NO', 'LATER'] }))).toEqual([]);
  });
});

describe('A schema change that breaks consumers of our events is detected:', () => {
  test.each<[string, Schema, string]>([
    ['a member that is no longer required', { ...PUBLISHED, required: [] }, '#: id is newly required'],
    ['a longer enumeration', withMember('outcome', { enum: ['YES', 'NO', 'LATER'] }), 'no longer has "LATER"'],
    ['a higher maximum', withMember('id', { ...MEMBER, maxLength: 300 }), 'maxLength was narrowed from 300 to 200'],
  ])('%s', (_, changed, found) => {
    expect(wideningsBetween(PUBLISHED, changed).join()).toContain(found);
  });

  test('but a new optional member is accepted', () => {
    expect(wideningsBetween(PUBLISHED, withMember('channel', { type: 'string' }))).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { resourceType, resourceTypes } from '../../../local/src/template/registry.ts';

const running = [...resourceTypes()].flatMap(([name, type]) => (type.kind === 'runs' ? [{ name, type }] : []));

describe('the table of resource types', () => {
  test.each(running)('the definition of $name refers only to properties that it declares', ({ type }) => {
    const { nameProperty, replacedBy, properties } = type;
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining([...replacedBy, ...(nameProperty === undefined ? [] : [nameProperty])]),
    );
  });

  test.each(running)('$name is replaced if its name changes', ({ type }) => {
    const { nameProperty, replacedBy } = type;
    expect(nameProperty === undefined || replacedBy.includes(nameProperty)).toBe(true);
  });

  test.each([...resourceTypes()].filter(([, { kind }]) => kind === 'not run'))(
    '%s, which is not run, gives every attribute it promises',
    (_, type) => {
      if (type.kind !== 'not run') throw new Error('not run');
      const home = { region: 'us-east-1', accountId: '000000000000' };
      const { ref, attributes } = type.describe({ name: 'Some', properties: {}, home });
      expect(ref).not.toBe('');
      expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...type.attributes]));
    },
  );

  test('refuses unknown types, except those of custom resources', () => {
    expect(resourceType('AWS::EC2::Instance')).toEqual({
      kind: 'refused',
      reason: 'this type is not known to the runtime',
    });
    expect(resourceType('Custom::Greeting')).toEqual({ kind: 'custom resource' });
  });
});

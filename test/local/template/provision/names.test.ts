import { describe, expect, test } from '@jest/globals';
import { physicalName } from '../../../../local/src/template/provision/names.ts';

describe('a physical name', () => {
  test('is the same every time, and different for each replacement, resource and stack', () => {
    const names = [
      physicalName('shop', 'Queue', { generation: 0 }),
      physicalName('shop', 'Queue', { generation: 1 }),
      physicalName('shop', 'Topic', { generation: 0 }),
      physicalName('bank', 'Queue', { generation: 0 }),
    ];
    expect(physicalName('shop', 'Queue', { generation: 0 })).toBe(names[0]);
    expect(new Set(names).size).toBe(4);
    expect(names[0]).toMatch(/^shop-Queue-[0-9A-Z]{12}$/);
  });

  test('respects the maximum length by shortening the stack name and the logical id', () => {
    const long = physicalName('s'.repeat(100), 'l'.repeat(100), { generation: 0, maxLength: 64 });
    expect(long).toMatch(/^s{25}-l{25}-[0-9A-Z]{12}$/);
    expect(physicalName('s'.repeat(100), 'Id', { generation: 0, maxLength: 48 })).toMatch(/^s{32}-Id-[0-9A-Z]{12}$/);
    expect(physicalName('shop', 'l'.repeat(100), { generation: 0, maxLength: 48 })).toMatch(
      /^shop-l{30}-[0-9A-Z]{12}$/,
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../api/routes.ts';
import { CALLERS } from '../../attack/callers.ts';
import { cellsOf, expectedOf, type Tokens, tokenOf } from '../../attack/matrix.ts';
import { type ApiRoute, apiRoutes } from '../../attack/openapi.ts';

const DECIDE: ApiRoute = {
  method: 'POST',
  path: '/reviews/{applicationId}/decision',
  roles: ['reviewer', 'supervisor'],
  parameters: [],
  body: undefined,
  statuses: [200, 400, 403, 404, 500, 503],
};

describe('The matrix', () => {
  test('has every route of the API, every role and every kind of token', () => {
    const routes = apiRoutes();
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    expect(cellsOf(routes, CALLERS)).toHaveLength(routes.length * CALLERS.length * 6);
  });

  test('expects 401 without a valid token, and 403 for a role that the route does not name', () => {
    const expected = (role: (typeof CALLERS)[number], kind: Parameters<typeof expectedOf>[0]['kind']) =>
      expectedOf({ route: DECIDE, role, kind }).text;
    expect(expected('reviewer', 'none')).toBe('401');
    expect(expected('reviewer', 'expired')).toBe('401');
    expect(expected('reviewer', 'of another pool')).toBe('401');
    expect(expected('reviewer', 'with a changed signature')).toBe('401');
    expect(expected('reviewer', 'an id token')).toBe('401 or 403');
    expect(expected('auditor', 'valid')).toBe('403');
    expect(expected('NONE', 'valid')).toBe('403');
  });

  test('expects a documented answer, neither 403 nor a failure, for a role that the route names', () => {
    const { allows, text } = expectedOf({ route: DECIDE, role: 'reviewer', kind: 'valid' });
    expect(text).toBe('200 or 400 or 404');
    expect([200, 401, 403, 404, 500].map(allows)).toEqual([true, false, false, true, false]);
  });

  test('changes one character of a signature, and has no id token for a machine', () => {
    const token = `aa.bb.${'C'.repeat(40)}`;
    const byRole = Object.fromEntries(CALLERS.map((role) => [role, { access: token }]));
    const tokens = { valid: byRole, expired: byRole, ofOtherPool: 'other' } as unknown as Tokens;
    expect(tokenOf({ route: DECIDE, role: 'reviewer', kind: 'with a changed signature' }, tokens)).toBe(
      `aa.bb.${'C'.repeat(9)}A${'C'.repeat(30)}`,
    );
    expect(tokenOf({ route: DECIDE, role: 'applicant-service', kind: 'an id token' }, tokens)).toBe('missing');
  });
});

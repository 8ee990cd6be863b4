import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks } from '../support/page.ts';
import { advance, eventually, reviewIn, type System, startSystem, submit } from '../support/system.ts';

describeInBrowser('The page of measures', ({ visit }) => {
  let system: System;
  let url: string;
  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
  });
  afterAll(() => system?.kill());

  test('says that nothing has ended; then shows key figures, charts, the reviewers to a supervisor, and a CSV file', async () => {
    const page = await visit(url, 'supervisor-1');
    await page.getByRole('link', { name: 'Measures' }).click();
    await page.getByRole('heading', { name: 'Measures' }).waitFor();
    await page.getByText('Nothing ended in this time').waitFor();
    expect(await page.getByRole('table', { name: 'Reviewers' }).count()).toBe(0);

    const reviewer = await signIn(system, 'reviewer-1');
    for (const id of ['m-1', 'm-2']) await submit(system, { id, name: 'evil Spock', address: '123 Enterprise Street' });
    for (const id of ['m-1', 'm-2']) await reviewIn(system, id, 'PENDING');
    expect((await reviewer.post('/reviews/m-1/decision', { decision: 'APPROVE' })).status).toBe(200);
    await eventually('the measures of one review', async () => {
      await advance(system, 0);
      const { body } = await reviewer.get('/measures');
      const { ended } = body.reviews as { readonly ended: number };
      return ended === 1 || undefined;
    });
    await page.reload();
    await page.getByRole('table', { name: 'Reviewers' }).getByText('reviewer-1').waitFor();
    await page.getByRole('application', { name: 'Ended on each day' }).waitFor();
    expect(await page.getByText('Nothing ended in this time').count()).toBe(0);
    const figures = page.locator('dl').first();
    expect(await figures.innerText()).toMatch(/Reviews that wait\s+1\s/);

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const path = await (await download).path();
    expect(await readFile(path, 'utf8')).toContain('reviewers,reviewer-1,APPROVE,1\r\n');

    await page.getByRole('button', { name: /The last 7 days/ }).click();
    await page.getByText('The last 30 days').click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: /The last 30 days/ }).waitFor();
    await page.getByRole('table', { name: 'Reviewers' }).getByText('reviewer-1').waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('shows no table of people to a reviewer', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/measures`);
    await page.getByRole('application', { name: 'Ended on each day' }).waitFor();
    expect(await page.getByRole('table', { name: 'Reviewers' }).count()).toBe(0);
    await page.close();
  });

  test('shows the error and loads again', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.route('**/measures*', (route) =>
      route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
    );
    await page.goto(`${url}/measures`);
    await page.getByText('The data could not be loaded').waitFor();
    await page.unroute('**/measures*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('application', { name: 'Ended on each day' }).waitFor();
    await page.close();
  });
});

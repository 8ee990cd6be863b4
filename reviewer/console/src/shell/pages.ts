import { lazy } from 'react';
import type { TextKey } from '../texts/en.ts';

/** Who may see the pages where people decide, and where applications are shown. */
const READERS = ['reviewer', 'supervisor', 'operator', 'auditor'] as const;
const OPERATORS = ['operator', 'supervisor'] as const;

export interface PageEntry {
  readonly path: string;
  readonly Page: ReturnType<typeof lazy>;
  readonly roles: readonly string[];
  /** Of the pages in the navigation. */
  readonly navigation?: { readonly text: TextKey; readonly section: 'nav.work' | 'nav.machine' };
  /** For pages of one thing: how its page is called, and under which page it is. */
  readonly under?: { readonly title: TextKey; readonly path: string; readonly text: TextKey };
}

/** Every page: its address, who may see it, and where it stands. Loaded when it is first shown. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/reviews',
    Page: lazy(() => import('../reviews/inbox-page.tsx')),
    roles: READERS,
    navigation: { text: 'nav.reviews', section: 'nav.work' },
  },
  {
    path: '/reviews/:id',
    Page: lazy(() => import('../reviews/case-page.tsx')),
    roles: READERS,
    under: { title: 'case.title', path: '/reviews', text: 'nav.reviews' },
  },
  {
    path: '/applications',
    Page: lazy(() => import('../operations/applications-page.tsx')),
    roles: READERS,
    navigation: { text: 'nav.applications', section: 'nav.work' },
  },
  {
    path: '/applications/:id/run',
    Page: lazy(() => import('../operations/run-page.tsx')),
    roles: READERS,
    under: { title: 'run.title', path: '/applications', text: 'nav.applications' },
  },
  {
    path: '/machine/clock',
    Page: lazy(() => import('../machine/clock-page.tsx')),
    roles: OPERATORS,
    navigation: { text: 'nav.clock', section: 'nav.machine' },
  },
  {
    path: '/machine/mailbox',
    Page: lazy(() => import('../machine/mailbox-page.tsx')),
    roles: OPERATORS,
    navigation: { text: 'nav.mailbox', section: 'nav.machine' },
  },
  {
    path: '/machine/denied-calls',
    Page: lazy(() => import('../machine/denied-page.tsx')),
    roles: OPERATORS,
    navigation: { text: 'nav.denied', section: 'nav.machine' },
  },
];

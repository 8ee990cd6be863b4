import { lazy } from 'react';
import { READERS, WATCHERS } from '../../../api/roles.ts';
import type { Role } from '../../../api/types.generated.ts';
import type { TextKey } from '../texts/en.ts';

/** Roles that may see the pages of the sections operations and machine. */
const OPERATORS: readonly Role[] = ['operator', 'supervisor'];

/** Roles that may try rules. */
const RULE_TESTERS: readonly Role[] = ['operator'];

/** Sections of the navigation, in display order. */
export const SECTIONS = ['nav.work', 'nav.operations', 'nav.machine'] as const;
export type Section = (typeof SECTIONS)[number];

export interface PageEntry {
  readonly path: string;
  readonly Page: ReturnType<typeof lazy>;
  readonly roles: readonly Role[];
  /** Link text and section. Undefined for pages that are not in the navigation. */
  readonly navigation?: { readonly text: TextKey; readonly section: Section };
  /** For a page about one item: the page title, and the path and text of the link to the parent page. */
  readonly under?: { readonly title: TextKey; readonly path: string; readonly text: TextKey };
}

/** All pages, with path, roles and place in the navigation. The code of a page is loaded when it is first opened. */
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
    path: '/applications/:id/file',
    Page: lazy(() => import('../case-file/case-file-page.tsx')),
    roles: READERS,
    under: { title: 'file.title', path: '/applications', text: 'nav.applications' },
  },
  {
    path: '/measures',
    Page: lazy(() => import('../measures/measures-page.tsx')),
    roles: READERS,
    navigation: { text: 'nav.measures', section: 'nav.work' },
  },
  {
    path: '/executions',
    Page: lazy(() => import('../operations/executions-page.tsx')),
    roles: WATCHERS,
    navigation: { text: 'nav.executions', section: 'nav.operations' },
  },
  {
    path: '/executions/:id',
    Page: lazy(() => import('../operations/execution-page.tsx')),
    roles: WATCHERS,
    under: { title: 'run.title', path: '/executions', text: 'nav.executions' },
  },
  {
    path: '/bus',
    Page: lazy(() => import('../operations/bus-page.tsx')),
    roles: WATCHERS,
    navigation: { text: 'nav.bus', section: 'nav.operations' },
  },
  {
    path: '/queues',
    Page: lazy(() => import('../operations/queues-page.tsx')),
    roles: WATCHERS,
    navigation: { text: 'nav.queues', section: 'nav.operations' },
  },
  {
    path: '/queues/:id',
    Page: lazy(() => import('../operations/dead-letters-page.tsx')),
    roles: WATCHERS,
    under: { title: 'letters.title', path: '/queues', text: 'nav.queues' },
  },
  {
    path: '/archive',
    Page: lazy(() => import('../operations/archive-page.tsx')),
    roles: WATCHERS,
    navigation: { text: 'nav.archive', section: 'nav.operations' },
  },
  {
    path: '/rules',
    Page: lazy(() => import('../rules/rules-page.tsx')),
    roles: RULE_TESTERS,
    navigation: { text: 'nav.rules', section: 'nav.operations' },
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

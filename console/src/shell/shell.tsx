import AppLayout from '@cloudscape-design/components/app-layout';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Spinner from '@cloudscape-design/components/spinner';
import { Suspense, useEffect, useState } from 'react';
import { matchPath, Navigate, Route, Routes, useLocation, useNavigate } from 'react-router';
import { AwayBanner } from '../away/away-banner.tsx';
import { AwayDialog } from '../away/away-dialog.tsx';
import { LiveChanges } from '../live/live-changes.tsx';
import { listBehind } from '../reviews/inbox-filter.ts';
import { OutboxProvider } from '../reviews/outbox.tsx';
import { useTexts } from '../texts/texts.tsx';
import { CommandPalette } from './command-palette.tsx';
import { Failure } from './failure.tsx';
import { useHeadingFocus } from './heading-focus.ts';
import { useKeys } from './keys.ts';
import { KeysHelp } from './keys-help.tsx';
import { MessagesDialog } from './messages-dialog.tsx';
import { Navigation } from './navigation.tsx';
import { NotFound } from './not-found.tsx';
import { NoticeStack } from './notice-stack.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { PAGES, type PageEntry } from './pages.ts';
import { RoleGuard } from './role-guard.tsx';
import { TopBar } from './top-bar.tsx';

/** Layout around every page: top bar, navigation, notices, and global keys. */
export const Shell = () => {
  const [dialog, setDialog] = useState<'keys' | 'palette' | 'messages' | 'away'>();
  const navigate = useNavigate();
  const { pathname, search, state } = useLocation();
  const { t } = useTexts();
  useKeys({
    '?': () => setDialog('keys'),
    'mod+k': () => setDialog('palette'),
    i: () => navigate(listBehind(pathname, search), { state }),
  });
  return (
    <OutboxProvider>
      <LiveChanges />
      <a className="skip-link" href="#page">
        {t('app.skip')}
      </a>
      <TopBar
        showKeys={() => setDialog('keys')}
        showMessages={() => setDialog('messages')}
        showAway={() => setDialog('away')}
      />
      <Layout showMessages={() => setDialog('messages')} />
      {dialog === 'keys' && <KeysHelp close={() => setDialog(undefined)} />}
      {dialog === 'palette' && <CommandPalette close={() => setDialog(undefined)} />}
      {dialog === 'messages' && <MessagesDialog close={() => setDialog(undefined)} />}
      {dialog === 'away' && <AwayDialog close={() => setDialog(undefined)} />}
    </OutboxProvider>
  );
};

const Layout = ({ showMessages }: { showMessages(): void }) => {
  const { t } = useTexts();
  useEffect(keepOrientationAway, []);
  const { pathname } = useLocation();
  const place = usePlace();
  useTitle(place.title);
  useHeadingFocus(pathname);
  return (
    <AppLayout
      headerSelector="#top"
      toolsHide
      navigation={<Navigation />}
      navigationWidth={220}
      breadcrumbs={place.page?.under && <Breadcrumbs page={place.page} title={place.title} />}
      notifications={<NoticeStack showAll={showMessages} />}
      stickyNotifications
      ariaLabels={{
        navigation: t('app.navigation'),
        navigationToggle: t('app.open-navigation'),
        navigationClose: t('app.close-navigation'),
        notifications: t('app.notifications'),
      }}
      content={
        <div id="page" tabIndex={-1}>
          <OfflineBanner />
          <AwayBanner />
          <Failure key={pathname}>
            <Suspense fallback={<Spinner size="large" />}>
              <Content />
            </Suspense>
          </Failure>
        </div>
      }
    />
  );
};

/** Removes the attribute `aria-orientation` that the component library sets on `nav`. ARIA does not allow it there. */
const keepOrientationAway = (): (() => void) => {
  const clear = () => {
    for (const found of document.querySelectorAll('nav[aria-orientation]')) found.removeAttribute('aria-orientation');
  };
  const observer = new MutationObserver(clear);
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-orientation'] });
  clear();
  return () => observer.disconnect();
};

const Content = () => (
  <Routes>
    <Route path="/" element={<Navigate to="/reviews" replace />} />
    {PAGES.map(({ path, Page, roles }) => (
      <Route
        key={path}
        path={path}
        element={
          <RoleGuard roles={roles}>
            <Page />
          </RoleGuard>
        }
      />
    ))}
    <Route path="*" element={<NotFound />} />
  </Routes>
);

/** Path of the parent page; the list of reviews has the view from which the case was opened. */
const parentPath = (path: string, pathname: string, search: string): string =>
  path === '/reviews' ? listBehind(pathname, search) : path;

/** The page at the current path, with its title. */
const usePlace = (): { readonly page: PageEntry | undefined; readonly title: string | undefined } => {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const page = PAGES.find(({ path }) => matchPath(path, pathname));
  if (page?.under) return { page, title: t(page.under.title, { id: matchPath(page.path, pathname)?.params.id ?? '' }) };
  return { page, title: page?.navigation && t(page.navigation.text) };
};

const useTitle = (title: string | undefined): void => {
  const { t } = useTexts();
  useEffect(() => {
    document.title = [title, t('app.title')].filter(Boolean).join(' – ');
  }, [title, t]);
};

/** The way back from a page about one item. */
const Breadcrumbs = ({ page: { under }, title = '' }: { page: PageEntry; title: string | undefined }) => {
  const { t } = useTexts();
  const { pathname, search, state } = useLocation();
  const navigate = useNavigate();
  const items = [
    { text: t('app.title'), href: '/' },
    ...(under ? [{ text: t(under.text), href: parentPath(under.path, pathname, search) }] : []),
    { text: title, href: pathname },
  ];
  return (
    <BreadcrumbGroup
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        navigate(event.detail.href, { state });
      }}
    />
  );
};

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { Api } from '../../../api/client.ts';
import { type Desk, DeskProvider } from '../api/context.tsx';
import { queryClient } from '../api/query-client.ts';
import { watchedFetch } from '../api/reachability.ts';
import { type Config, loadConfig } from '../config.ts';
import { useTexts } from '../texts/texts.tsx';
import { Session } from './session.ts';

type State =
  | { readonly at: 'starting' }
  | { readonly at: 'not-configured'; readonly reason: string }
  | {
      readonly at: 'signed-out';
      readonly config: Config;
      readonly session: Session;
      readonly why: 'ended' | { readonly failed: string };
    }
  | { readonly at: 'signed-in'; readonly desk: Desk };

/**
 * The sign-in of this page load. A module variable, so that it runs only once: an authorization code works only once.
 */
let beginning: Promise<{ state: State; path: string | undefined }> | undefined;

/** Pauses before the two retries of a call that fails for a temporary reason: 1.2 s in total. */
const PAUSES_MS = [300, 900];

const apiFor = (config: Config, session: Session, ended: () => void): Api =>
  new Api({
    url: async () => config.apiUrl,
    token: (_, refused) => (refused === undefined ? session.token() : session.renewed()),
    fetch: watchedFetch,
    pausesMs: PAUSES_MS,
    onSignedOut: ended,
  });

const currentPath = (): string => `${window.location.pathname}${window.location.search}`;

const begin = async (ended: () => void): Promise<{ state: State; path: string | undefined }> => {
  const config = await loadConfig();
  const session = new Session(config, window.location.origin);
  try {
    const { user, path } = await session.resume();
    if (!user) {
      await session.signIn(currentPath());
      return { state: { at: 'starting' }, path: undefined };
    }
    const api = apiFor(config, session, ended);
    const me = await api.call('GET /me', {});
    return { state: { at: 'signed-in', desk: { config, api, me, signOut: () => void session.signOut() } }, path };
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    return { state: { at: 'signed-out', config, session, why: { failed } }, path: '/' };
  }
};

/**
 * Shows its children if the user is signed in. Otherwise opens the issuer's page; the console has a page of its own only if
 * the session has ended or the sign-in has failed.
 */
export const SignedIn = ({ children }: { children: ReactNode }) => {
  const [state, setState] = useState<State>({ at: 'starting' });
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once, when the console starts
  useEffect(() => {
    const ended = () => {
      queryClient.clear();
      setState((now) =>
        now.at === 'signed-in'
          ? {
              at: 'signed-out',
              config: now.desk.config,
              session: new Session(now.desk.config, window.location.origin),
              why: 'ended',
            }
          : now,
      );
    };
    beginning ??= begin(ended);
    beginning.then(
      ({ state: begun, path }) => {
        if (path !== undefined) navigate(path, { replace: true });
        // The router changes its place in a transition: pages must not be shown at the former place before.
        startTransition(() => setState(begun));
      },
      (error: unknown) => setState({ at: 'not-configured', reason: String(error) }),
    );
  }, []);
  if (state.at === 'signed-in') return <DeskProvider desk={state.desk}>{children}</DeskProvider>;
  return <Outside state={state} />;
};

const Outside = ({ state }: { state: Exclude<State, { at: 'signed-in' }> }) => {
  const { t } = useTexts();
  if (state.at === 'starting')
    return (
      <Box padding="xxl" textAlign="center">
        <Spinner size="large" /> {t('app.loading')}
      </Box>
    );
  return (
    <main>
      <ContentLayout defaultPadding maxContentWidth={520} header={<Header variant="h1">{t('app.title')}</Header>}>
        {state.at === 'not-configured' ? (
          <Alert type="error" header={t('app.no-config')}>
            {state.reason}
          </Alert>
        ) : (
          <SignIn state={state} />
        )}
      </ContentLayout>
    </main>
  );
};

const SignIn = ({ state }: { state: Extract<State, { at: 'signed-out' }> }) => {
  const { t } = useTexts();
  const { session, why } = state;
  return (
    <Container header={<Header variant="h2">{t('sign-in.title')}</Header>}>
      <SpaceBetween size="m">
        {why === 'ended' && <Alert type="info">{t('sign-in.ended')}</Alert>}
        {typeof why === 'object' && <Alert type="error">{t('sign-in.failed', { reason: why.failed })}</Alert>}
        <Button variant="primary" onClick={() => void session.signIn(currentPath())}>
          {t('sign-in.button')}
        </Button>
      </SpaceBetween>
    </Container>
  );
};

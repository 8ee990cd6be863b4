import { I18nProvider } from '@cloudscape-design/components/i18n';
import messagesDe from '@cloudscape-design/components/i18n/messages/all.de';
import messagesEn from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router';
import { queryClient } from './api/query-client.ts';
import { NoticesProvider } from './shell/notices.tsx';
import { PreferencesProvider, usePreferences } from './shell/preferences.tsx';
import { Shell } from './shell/shell.tsx';
import { SignedIn } from './sign-in/signed-in.tsx';
import { TextsProvider } from './texts/texts.tsx';

export const App = () => (
  <PreferencesProvider>
    <Localized />
  </PreferencesProvider>
);

const Localized = () => {
  const { language } = usePreferences();
  return (
    <I18nProvider locale={language} messages={[messagesEn, messagesDe]}>
      <TextsProvider language={language}>
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <NoticesProvider>
              <SignedIn>
                <Shell />
              </SignedIn>
            </NoticesProvider>
          </BrowserRouter>
        </QueryClientProvider>
      </TextsProvider>
    </I18nProvider>
  );
};

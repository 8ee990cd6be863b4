import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { APPLICATION_ID } from '../../../events/application-id.ts';
import { useDesk } from '../api/context.tsx';
import { isSearchable } from '../api/queries.ts';
import { useTexts } from '../texts/texts.tsx';
import { PAGES } from './pages.ts';
import { searchState } from './search-state.ts';

interface Command {
  readonly text: string;
  run(): void;
}

/** Dialog in which the user opens a page by its name, or an application by its id, with the keyboard. */
export const CommandPalette = ({ close }: { close(): void }) => {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { me, config, signOut } = useDesk();
  const [typed, setTyped] = useState('');
  const go = (path: string, state?: object) => () => {
    close();
    navigate(path, { state });
  };
  const pages = PAGES.filter(({ roles }) => roles.some((role) => me.roles.includes(role))).flatMap(
    ({ path, navigation }): Command[] =>
      navigation && (navigation.section !== 'nav.machine' || config.isLocal)
        ? [{ text: t(navigation.text), run: go(path) }]
        : [],
  );
  const named = [...pages, { text: t('user.sign-out'), run: signOut }].filter(({ text }) =>
    text.toLowerCase().includes(typed.trim().toLowerCase()),
  );
  const id = encodeURIComponent(typed.trim());
  const direct: Command[] = APPLICATION_ID.test(typed.trim())
    ? [
        { text: t('palette.open-review', { id: typed.trim() }), run: go(`/reviews/${id}`) },
        { text: t('palette.open-run', { id: typed.trim() }), run: go(`/applications/${id}/run`) },
      ]
    : [];
  const people: Command[] = isSearchable(typed)
    ? [
        {
          text: t('palette.find-applicant', { text: typed.trim() }),
          run: go('/applications', searchState(typed.trim())),
        },
      ]
    : [];
  const commands = [...named, ...direct, ...people];
  return (
    <Modal visible header={t('palette.title')} closeAriaLabel={t('app.close')} onDismiss={close}>
      <SpaceBetween size="s">
        <Input
          type="search"
          autoFocus
          value={typed}
          ariaLabel={t('palette.search')}
          placeholder={t('palette.search')}
          onChange={({ detail }) => setTyped(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter') commands[0]?.run();
          }}
        />
        {commands.length === 0 && <Box color="text-status-inactive">{t('palette.none')}</Box>}
        {commands.map(({ text, run }) => (
          <Button key={text} variant="inline-link" onClick={run}>
            {text}
          </Button>
        ))}
      </SpaceBetween>
    </Modal>
  );
};

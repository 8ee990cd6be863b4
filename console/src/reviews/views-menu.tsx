import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { FormDialog } from '../shell/form-dialog.tsx';
import { useTexts } from '../texts/texts.tsx';
import { type InboxView, readView, writeView } from './inbox-filter.ts';
import type { InboxProps } from './inbox-filter-bar.tsx';
import { MAX_NAME_LENGTH, MAX_SAVED_VIEWS, nameProblem, type SavedView } from './saved-views.ts';
import { useSavedViews } from './use-saved-views.ts';

const SAVE = 'save';
const SHOW = 'show:';
const REMOVE = 'remove:';

/** The query string of a view, from its first page. */
const queryOf = (view: InboxView): string => writeView({ ...view, page: 1 }).toString();

/** Menu of the user's saved views: shows one, saves the current one, deletes one. Its label is the view that is shown. */
export const ViewsMenu = ({ view, show }: InboxProps) => {
  const { t } = useTexts();
  const { views, save, remove } = useSavedViews();
  const [isNaming, setNaming] = useState(false);
  const query = queryOf(view);
  const shown = views.find((each) => each.query === query);
  const choose = (id: string): void => {
    const chosen = views.find(({ name }) => id === `${SHOW}${name}`);
    if (chosen !== undefined) show(readView(new URLSearchParams(chosen.query)));
    if (id === SAVE) setNaming(true);
    if (id.startsWith(REMOVE)) remove(id.slice(REMOVE.length));
  };
  const named = (prefix: string): ButtonDropdownProps.Item[] =>
    views.map(({ name }) => ({ id: `${prefix}${name}`, text: name }));
  const items: ButtonDropdownProps.ItemOrGroup[] = [
    ...named(SHOW),
    { id: SAVE, text: t('views.save') },
    ...(views.length === 0 ? [] : [{ id: 'remove', text: t('views.remove'), items: named(REMOVE) }]),
  ];
  return (
    <>
      <ButtonDropdown items={items} expandableGroups onItemClick={({ detail }) => choose(detail.id)}>
        {shown?.name ?? t('views.menu')}
      </ButtonDropdown>
      {isNaming && (
        <NameDialog
          views={views}
          close={() => setNaming(false)}
          save={(name) => {
            setNaming(false);
            save({ name, query });
          }}
        />
      )}
    </>
  );
};

interface NameDialogProps {
  readonly views: readonly SavedView[];
  close(): void;
  save(name: string): void;
}

const NameDialog = ({ views, close, save }: NameDialogProps) => {
  const { t } = useTexts();
  const [name, setName] = useState('');
  const [isAsked, setAsked] = useState(false);
  const problem = nameProblem(views, name.trim());
  const confirm = (): void => {
    setAsked(true);
    if (problem === undefined) save(name.trim());
  };
  return (
    <FormDialog title={t('views.title')} action={t('views.confirm')} close={close} confirm={confirm}>
      <FormField
        label={t('views.name')}
        constraintText={t('views.name.help')}
        errorText={isAsked && problem !== undefined ? t(`views.name.${problem}`, { most: MAX_SAVED_VIEWS }) : undefined}
      >
        <Input
          autoFocus
          value={name}
          onChange={({ detail }) => setName(detail.value.slice(0, MAX_NAME_LENGTH))}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter') confirm();
          }}
        />
      </FormField>
    </FormDialog>
  );
};

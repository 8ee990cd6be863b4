import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { searchState } from '../shell/search-state.ts';
import { type InboxView, viewAt } from './inbox-filter.ts';

/** The view of the inbox in the URL and in the state of the history entry. */
export const useView = (): InboxView => {
  const { search, state } = useLocation();
  return useMemo(() => viewAt({ search, state }), [search, state]);
};

/** Opens a page that keeps the view: the path has all of it but the applicant, who is in the state of the history entry. */
export const useOpenInView = ({ applicant }: InboxView) => {
  const navigate = useNavigate();
  return useCallback(
    (path: string, options: { readonly replace?: boolean } = {}) =>
      navigate(path, { ...options, state: searchState(applicant) }),
    [navigate, applicant],
  );
};

import type { Choices } from '../../chaos/random.ts';
import { headerOf, type WireRequest, withBody } from '../wire/request.ts';
import { mutateForm } from './form.ts';
import { mutateHead } from './head.ts';
import { breakJson, duplicateMember, mutateJson } from './json.ts';

/** A request after one change. */
export interface MutatedRequest {
  readonly request: WireRequest;
  /** What was changed; '' if nothing. */
  readonly name: string;
  readonly isHeadChanged: boolean;
}

const isJson = (request: WireRequest): boolean => /^\s*[[{]/.test(request.body.subarray(0, 100).toString('utf8'));
const isForm = (request: WireRequest): boolean =>
  headerOf(request, 'content-type').startsWith('application/x-www-form-urlencoded');

const UNCHANGED = 0.04;
const HEAD = 0.2;
const BROKEN = 0.1;
const DUPLICATE = 0.05;

const mutateBody = (
  request: WireRequest,
  choices: Choices,
): { readonly name: string; readonly request: WireRequest } => {
  if (isForm(request)) {
    const { name, body } = mutateForm(request.body.toString('utf8'), choices);
    return { name, request: withBody(request, body) };
  }
  const text = request.body.toString('utf8');
  const roll = choices.next();
  if (roll < BROKEN) return { name: 'broken JSON', request: withBody(request, breakJson(text, choices)) };
  if (roll < BROKEN + DUPLICATE)
    return { name: 'duplicate member', request: withBody(request, duplicateMember(text, choices)) };
  const { name, text: mutated } = mutateJson(text, choices);
  return { name, request: withBody(request, mutated) };
};

/** Changes one thing of a request: mostly a member of its body, otherwise its path, query string or headers. */
export const mutate = (request: WireRequest, choices: Choices): MutatedRequest => {
  const roll = choices.next();
  if (roll < UNCHANGED) return { request, name: '', isHeadChanged: false };
  const hasBody = isForm(request) || isJson(request);
  if (roll < UNCHANGED + HEAD || !hasBody) return { ...mutateHead(request, choices), isHeadChanged: true };
  return { ...mutateBody(request, choices), isHeadChanged: false };
};

import { type FieldNode, type GraphQLResolveInfo, Kind, print, type SelectionSetNode } from 'graphql';
import { isObject } from '../../core/parameters/input.ts';

type Fragments = GraphQLResolveInfo['fragments'];

/** The fields that a selection contains, also those of its fragments. */
const fieldsOf = (set: SelectionSetNode | undefined, fragments: Fragments): readonly FieldNode[] =>
  (set?.selections ?? []).flatMap((each) => {
    if (each.kind === Kind.FIELD) return [each];
    return fieldsOf(
      each.kind === Kind.INLINE_FRAGMENT ? each.selectionSet : fragments[each.name.value]?.selectionSet,
      fragments,
    );
  });

const shownName = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const pathsOf = (set: SelectionSetNode | undefined, fragments: Fragments, above = ''): readonly string[] =>
  fieldsOf(set, fragments).flatMap((field) => {
    const path = `${above}${shownName(field)}`;
    return [path, ...pathsOf(field.selectionSet, fragments, `${path}/`)];
  });

/** `ctx.info`: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
export const infoOf = ({ fieldName, parentType, variableValues, fieldNodes, fragments }: GraphQLResolveInfo) => ({
  fieldName,
  parentTypeName: parentType.name,
  variables: 'coerced' in variableValues ? variableValues.coerced : variableValues,
  selectionSetList: [...new Set(fieldNodes.flatMap(({ selectionSet }) => pathsOf(selectionSet, fragments)))],
  selectionSetGraphQL: fieldNodes.map(({ selectionSet }) => (selectionSet ? print(selectionSet) : '')).join('\n'),
});

/** The members of an error's data that the query selects. */
export const selected = (data: unknown, { fieldNodes, fragments }: GraphQLResolveInfo): unknown =>
  selectedBy(
    data,
    fieldNodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments)),
    fragments,
  );

const selectedBy = (data: unknown, fields: readonly FieldNode[], fragments: Fragments): unknown => {
  if (fields.length === 0) return data;
  if (Array.isArray(data)) return data.map((each) => selectedBy(each, fields, fragments));
  if (!isObject(data)) return data;
  return Object.fromEntries(
    fields.map((field) => {
      const inner = data[field.name.value] ?? null;
      return [shownName(field), selectedBy(inner, fieldsOf(field.selectionSet, fragments), fragments)];
    }),
  );
};

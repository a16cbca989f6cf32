/** Everything a column can become, in groups, by name. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { useLooks, useText } from '#web/kit/texts.ts'
import type { KnownKind, Words } from '../../kinds/contract.ts'
import { itemRelations } from '../../relations/contract.ts'
import { fields } from '../contract.ts'
import { importTexts } from './texts.ts'

const relations = api(itemRelations)

export const useNamed = () => {
  const { locale } = useLooks()
  return (names: Words) => names[locale] || names.nl || names.en
}

/** Undefined until all of them are known: a column must not look as if it is not brought meanwhile. */
export function useTargets(organisationId: string, kinds: readonly KnownKind[] | undefined) {
  const t = useText(importTexts)
  const named = useNamed()
  const known = useLoad({
    key: ['items/relation-kinds', organisationId],
    load: (signal) => relations.relationKinds({ params: { organisationId } }, { signal }),
  }).data?.items
  if (!kinds || !known) return undefined
  const attributes = new Map<string, string>()
  for (const kind of kinds)
    for (const one of kind.active ? kind.attributes : []) if (!attributes.has(one.key)) attributes.set(one.key, named(one.names))
  const byName = (one: { label: string }, other: { label: string }) => one.label.localeCompare(other.label)
  return [
    {
      group: t('items.import.group.fields'),
      items: fields.map((value) => ({ value: value as string, label: value === 'number' ? t('items.import.number') : t(`items.field.${value}`) })),
    },
    {
      group: t('items.import.group.attributes'),
      items: [...attributes].map(([key, label]) => ({ value: `attributes.${key}`, label })).sort(byName),
    },
    {
      group: t('items.import.group.relations'),
      items: known.flatMap(({ key, names, back }) => [
        { value: `relations.${key}.forward`, label: named(names) },
        { value: `relations.${key}.back`, label: named(back) },
      ]),
    },
  ]
}

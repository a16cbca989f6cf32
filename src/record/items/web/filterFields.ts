/** What the list of items can be narrowed by. */
import { useMemo } from 'react'
import type { FilterField } from '#web/kit/filters.tsx'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useMay } from '#web/kit/person.ts'
import { useLooks, useText } from '#web/kit/texts.ts'
import { stateClasses } from '../kinds/contract.ts'
import { useLocations } from './locations.ts'
import { findPeople, people, useKinds } from './more.ts'
import { webTexts } from './texts.ts'

const importances = ['critical', 'high', 'normal', 'low'] as const

/** Name of the person whose items are asked for. */
const useOwnerName = (owner: string | undefined) =>
  useLoad({
    key: ['people/person', owner ?? ''],
    load: (signal) => people.person({ params: { id: owner ?? '' } }, { signal }),
    when: owner !== undefined && owner !== 'me' && owner !== 'none',
  }).data?.name

const findOwners = async (words: string, signal: AbortSignal) =>
  (await findPeople(words, undefined, signal)).map(({ id, name }) => ({ value: id, label: name }))

export function useFilterFields(organisations: readonly { id: string; name: string }[]): readonly FilterField[] {
  const t = useText(webTexts)
  const { locale } = useLooks()
  const [state] = useUrlState()
  const kinds = useKinds(listOf(state.organisationId)[0] ?? organisations[0]?.id)
  const locations = useLocations()
  const mayFind = useMay('people.read')
  const tag = listOf(state.tag)[0]
  const owner = listOf(state.owner)[0]
  const ownerName = useOwnerName(owner)
  return useMemo(
    () => [
      {
        key: 'kind',
        label: t('items.filter.kind'),
        options: (kinds ?? []).map(({ key, names }) => ({ value: key, label: names[locale] || names.nl || names.en })),
      },
      {
        key: 'class',
        label: t('items.filter.class'),
        options: stateClasses.map((value) => ({ value, label: t(`items.class.${value}`).toLowerCase() })),
      },
      {
        key: 'importance',
        label: t('items.filter.importance'),
        options: importances.map((value) => ({ value, label: t(`items.importance.${value}`).toLowerCase() })),
      },
      {
        key: 'owner',
        label: t('items.filter.owner'),
        single: true,
        options: [
          { value: 'me', label: t('items.filter.me') },
          { value: 'none', label: t('items.filter.nobody') },
          ...(owner && owner !== 'me' && owner !== 'none' ? [{ value: owner, label: ownerName ?? '…' }] : []),
        ],
        ...(mayFind && { find: findOwners }),
      },
      {
        key: 'location',
        label: t('items.filter.location'),
        single: true,
        options: locations.map(({ id, name, depth }) => ({ value: id, label: name, depth })),
      },
      ...(tag ? [{ key: 'tag', label: t('items.filter.tag'), single: true, options: [{ value: tag, label: tag }] }] : []),
      ...(organisations.length > 1
        ? [
            {
              key: 'organisationId',
              label: t('items.filter.organisation'),
              single: true,
              options: organisations.map(({ id, name }) => ({ value: id, label: name })),
            },
          ]
        : []),
    ],
    [t, locale, kinds, locations, tag, owner, ownerName, mayFind, organisations],
  )
}

/** What only the pages of the register ask; not loaded with the frame. */
import { people as peopleContract } from '#record/people/contract.ts'
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { type Me, useMe } from '#web/kit/person.ts'
import { itemFacts } from '../facts/contract.ts'
import { itemHistory } from '../history/contract.ts'
import { itemImpact } from '../impact/contract.ts'
import { itemKinds } from '../kinds/contract.ts'
import { itemLinking } from '../linking/contract.ts'
import { itemRelations } from '../relations/contract.ts'
import { items } from './calls.ts'

export const people = api(peopleContract)
export const kinds = api(itemKinds)
export const relations = api(itemRelations)
export const impact = api(itemImpact)
export const facts = api(itemFacts)
export const history = api(itemHistory)
export const linking = api(itemLinking)

/** The organisations where I hold a permission, by name; our own first. */
export function useWhere(permission: string): readonly { id: string; name: string }[] {
  const me = useMe()
  const ids = me?.permissions.find((one: Me['permissions'][number]) => one.permission === permission)?.organisationIds ?? []
  const named = new Map((me?.roles ?? []).map(({ organisationId, organisationName }) => [organisationId, organisationName]))
  return ids.map((id) => ({ id, name: named.get(id) ?? '' }))
}
/** Whether I hold it in this organisation; who may in one may not in another. */
export const useMayAt = (permission: string, organisationId: string): boolean => useWhere(permission).some(({ id }) => id === organisationId)
/** The kinds of an organisation; they change seldom. */
export const useKinds = (organisationId: string | undefined) =>
  useLoad({
    key: ['items/kinds', organisationId ?? ''],
    load: (signal) => kinds.kinds({ params: { organisationId: organisationId ?? '' } }, { signal }),
    on: ['items.kindChanged'],
    when: organisationId !== undefined,
  }).data?.items

export const useRelationKinds = (organisationId: string | undefined) =>
  useLoad({
    key: ['items/relation-kinds', organisationId ?? ''],
    load: (signal) => relations.relationKinds({ params: { organisationId: organisationId ?? '' } }, { signal }),
    when: organisationId !== undefined,
  }).data?.items

export const useRankings = (organisationId: string | undefined) =>
  useLoad({
    key: ['items/rankings', organisationId ?? ''],
    load: (signal) => facts.rankings({ params: { organisationId: organisationId ?? '' } }, { signal }),
    on: ['items.rankingChanged'],
    when: organisationId !== undefined,
  }).data?.items

export const findPeople = async (search: string, organisationId: string | undefined, signal: AbortSignal) =>
  (
    await people.persons(
      { query: { limit: 8, ...(search && { search: search.slice(0, 100) }), ...(organisationId && { organisationId }) } },
      { signal },
    )
  ).items.map(({ id, name }) => ({ id, name }))
export const findItems = (kind?: string) => async (search: string, organisationId: string | undefined, signal: AbortSignal) =>
  (
    await items.itemNames(
      { query: { search: search.slice(0, 200), limit: 12, ...(kind && { kind }), ...(organisationId && { organisationId }) } },
      { signal },
    )
  ).items.map(({ id, name, number, kind }) => ({ id, name, number, detail: `${kind.name} · ${number}` }))

/** Which kinds an organisation has, and what they are called. */
import type { Locale } from '#platform/i18n.ts'
import type { Context } from '#platform/room.ts'
import type { Kind, KnownKind, State, StateClass, Words } from './contract.ts'
import { shippedKinds } from './shipped/rules.ts'
import { type KindDb, readKinds } from './store.ts'

export const wordIn = (word: Words, locale: Locale): string => word[locale] || word.nl || word.en

export type Kinds = ReadonlyMap<string, KnownKind>

const shipped = Object.entries(shippedKinds)
/** The kinds of each of these organisations: shipped ones as they came or as the organisation changed them, and its own. */
export async function kindsOfAll(ctx: Context, organisationIds: readonly string[]): Promise<ReadonlyMap<string, Kinds>> {
  const ids = [...new Set(organisationIds)]
  const rows = await readKinds(ctx.db as KindDb, ids)
  return new Map(
    ids.map((organisationId) => {
      const kinds = new Map<string, KnownKind>(shipped.map(([key, kind]) => [key, { ...kind, key, organisationId, shipped: true, version: 0 }]))
      for (const { key, kind, version, ...row } of rows)
        if (row.organisationId === organisationId) kinds.set(key, { ...kind, key, organisationId, shipped: key in shippedKinds, version })
      return [organisationId, kinds]
    }),
  )
}
export async function kindsOf(ctx: Context, organisationId: string): Promise<Kinds> {
  return (await kindsOfAll(ctx, [organisationId])).get(organisationId) ?? new Map()
}

export const stateOf = (kind: Kind | undefined, key: string): State | undefined => kind?.states.find((state) => state.key === key)

/** What a kind and a state are called; a kind that is gone keeps its key as its name. */
export const namesIn = (locale: Locale, kind: Kind | undefined, row: { kind: string; state: string; class: StateClass }) => {
  const state = stateOf(kind, row.state)
  return {
    kind: { key: row.kind, name: kind ? wordIn(kind.names, locale) : row.kind },
    state: { key: row.state, name: state ? wordIn(state.names, locale) : row.state, class: row.class },
  }
}

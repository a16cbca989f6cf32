/** Organisations and teams by id, for names and choices; and where I may administrate. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import type { Organisation, Team } from '../contract.ts'
import { directory as contract } from '../directory/contract.ts'
import { people, useMine, whereMay } from './mine.ts'

export const directory = api(contract)

/** Every page of a list, at most a thousand rows. */
async function all<T>(load: (after: string | undefined) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const found: T[] = []
  let after: string | undefined
  for (let at = 0; at < 5; at += 1) {
    const { items, next } = await load(after)
    found.push(...items)
    if (next === null) break
    after = next
  }
  return found
}

export function useOrganisations(): readonly Organisation[] | undefined {
  return useLoad({
    key: ['people/organisations', 'all'],
    load: (signal) => all((after) => people.organisations({ query: { limit: 200, after } }, { signal })),
    on: ['people.organisation'],
  }).data
}

export function useTeams(): readonly Team[] | undefined {
  return useLoad({
    key: ['people/teams', 'all'],
    load: (signal) => all((after) => people.teams({ query: { limit: 200, after } }, { signal })),
    on: ['people.team'],
  }).data
}

/** An administrator of our own organisation administrates customers too. */
export function useAdministrated(): { all: boolean; of: (organisationId: string) => boolean } {
  const mine = whereMay(useMine(), 'people.administrate')
  const own = useOrganisations()?.find((one) => one.own)
  const everything = own !== undefined && mine.includes(own.id)
  return { all: everything, of: (organisationId) => everything || mine.includes(organisationId) }
}

/** To choose from: those I administrate, and which are in use. */
export function useChoices(): { value: string; label: string }[] {
  const administrated = useAdministrated()
  return (useOrganisations() ?? []).filter((one) => one.active && administrated.of(one.id)).map((one) => ({ value: one.id, label: one.name }))
}

/** Roles that ask for two-step sign-in. */
export const guarded = (role: unknown): boolean => role === 'administrator' || role === 'securityOfficer'

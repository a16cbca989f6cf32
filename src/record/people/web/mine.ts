/** Who is signed in, with all that the contract tells of them. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from '#web/kit/api.ts'
import { useMe } from '#web/kit/person.ts'
import { people as contract, type Me } from '../contract.ts'

export const people = api(contract)

export const useMine = (): Me | null => useMe() as unknown as Me | null

/** After a change of the own account: what the whole front knows of me. Without `me` it is read again. */
export function useMineChanged(): (me?: Me) => Promise<void> {
  const queries = useQueryClient()
  return useCallback(async (me) => void queries.setQueryData(['session'], { installed: true, me: me ?? (await people.me()) }), [queries])
}

/** Organisations in which I hold this permission. */
export const whereMay = (me: Me | null, permission: string): readonly string[] =>
  me?.permissions.find((one) => one.permission === permission)?.organisationIds ?? []

const key = 'spil.whatNow'
/** What to do first is told from the set-up on, until it is closed. */
export const beginWhatNow = () => localStorage.setItem(key, '1')
export const endWhatNow = () => localStorage.removeItem(key)
export const whatNowWaits = () => localStorage.getItem(key) === '1'

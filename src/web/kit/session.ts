/** For the pages that sign somebody in or out, or finish setting up. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

/** What the rooms keep on this device for who is here. */
let forget: () => Promise<unknown> = async () => undefined
export const whenSessionChanges = (run: () => Promise<unknown>) => {
  forget = run
}
const patience = 3000

/**
 * Call after signing in, signing out, setting up or changing the own account: forgets what was read for somebody else and goes to `to`
 * (by a full load, so that nothing of the person before stays behind).
 */
export function useSessionChanged(): (to: string) => void {
  const queries = useQueryClient()
  return useCallback(
    (to) => {
      queries.clear()
      // It was of the person before. Leaving the page would break it off; but nobody waits for it long.
      const long = new Promise((resolve) => setTimeout(resolve, patience))
      void Promise.race([forget().catch(() => undefined), long]).then(() => location.assign(to))
    },
    [queries],
  )
}

/** Where to go after signing in: `?to=` when it is an address of Spil itself, as the browser reads it (which drops tabs and turns \ into /). */
export function afterSignIn(query: string, home: string): string {
  const to = new URLSearchParams(query).get('to') ?? ''
  if (!to.startsWith('/') || !URL.canParse(to, location.origin)) return home
  const { origin, pathname, search, hash } = new URL(to, location.origin)
  return origin === location.origin && !pathname.startsWith('/sign-in') ? pathname + search + hash : home
}

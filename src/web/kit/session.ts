/** For the pages that sign somebody in or out, or finish setting up. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

/**
 * Call after signing in, signing out, setting up or changing the own account: forgets what was read for somebody else and goes to `to`
 * (by a full load, so that nothing of the person before stays behind).
 */
export function useSessionChanged(): (to: string) => void {
  const queries = useQueryClient()
  return useCallback(
    (to) => {
      queries.clear()
      // What a page kept to be opened without network was of the person before.
      void globalThis.caches?.delete('spil-counting')
      location.assign(to)
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

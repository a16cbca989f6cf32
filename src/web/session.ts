/** Who is here, and whether Spil has been set up; asked once, kept until signing in or out. */
import type { QueryClient } from '@tanstack/react-query'
import { ProblemError, problemIn, send } from './kit/api.ts'
import type { Me } from './kit/person.ts'

const get = (url: string) => send({ method: 'GET', url, body: undefined, contentType: undefined, headers: {}, signal: undefined })

export type Session = { installed: false } | { installed: true; me: Me | null }

async function ask(): Promise<Session> {
  try {
    return { installed: true, me: (await get('/api/people/me')) as Me }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (problemIn(error)?.type === 'platform.setUpFirst') return { installed: false }
    if (error.problem.status !== 401) throw error
    const { installed } = (await get('/api/setup')) as { installed: boolean }
    return installed ? { installed: true, me: null } : { installed: false }
  }
}

export const sessionQuery = { queryKey: ['session'], queryFn: ask, staleTime: Number.POSITIVE_INFINITY }
export const sessionOf = (queries: QueryClient): Promise<Session> => queries.ensureQueryData(sessionQuery)

/** The cache of what was read. A refusal is not tried again; a server that is away is waited for. */
import { QueryClient } from '@tanstack/react-query'
import { AwayError } from './kit/api.ts'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 600_000,
      retry: (_, error) => error instanceof AwayError,
      networkMode: 'always',
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

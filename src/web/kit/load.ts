/** Reading from the server with a cache that follows what happens. Thin over TanStack Query, which pages may also use directly. */
import { keepPreviousData, type UseQueryResult, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type LiveFilter, live } from './live.ts'

interface Load<T> extends LiveFilter {
  /** Unique per question: `['desk/case', number]`. */
  key: readonly unknown[]
  load: (signal: AbortSignal) => Promise<T>
  /** Not asked while false. */
  when?: boolean
}
/** `useLoad({ key, load, about: ['case/…'], on: ['case.'] })`: loads, and again when something about it happens. */
export const useLoad = <T>({ key, load, when = true, ...filter }: Load<T>): UseQueryResult<T> =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => load(signal), enabled: when, meta: live(filter) })

interface Part<T> {
  items: T[]
  next: string | null
}
interface LoadList<T> extends LiveFilter {
  key: readonly unknown[]
  load: (after: string | undefined, signal: AbortSignal) => Promise<Part<T>>
  /** Not asked while false. */
  when?: boolean
}
/** A keyset list, page by page: gives `rows`, `loadMore` and `loadingMore` for Table, and `error` with `retry` for Failure. */
export function useLoadList<T>({ key, load, when = true, ...filter }: LoadList<T>) {
  const found = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: when,
    meta: live(filter),
    placeholderData: keepPreviousData,
  })
  return {
    rows: found.data?.pages.flatMap(({ items }) => items),
    loadMore: found.hasNextPage && !found.isFetchingNextPage ? () => void found.fetchNextPage() : undefined,
    loadingMore: found.isFetchingNextPage,
    error: found.error,
    retry: () => void found.refetch(),
  }
}

/** After a change: makes what begins with this key load again. */
export function useReload(): (key: readonly unknown[]) => Promise<void> {
  const queries = useQueryClient()
  return useCallback((key) => queries.invalidateQueries({ queryKey: key }), [queries])
}

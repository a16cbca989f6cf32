/** Nothing follows a case while its page is closed: what was kept of it is shown at once, and asked again on arrival. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

export function useFreshOnArrival(key: readonly unknown[]): void {
  const queries = useQueryClient()
  const kept = useRef(queries.getQueryData(key) !== undefined)
  const asked = useRef(key)
  useEffect(() => {
    if (kept.current) void queries.invalidateQueries({ queryKey: asked.current })
  }, [queries])
}

/** Addresses. Rooms add pages by path, so links are plain strings; state that a reload must survive stands in the query of the address. */
import { createLink, useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, type ComponentType, forwardRef, useCallback, useMemo } from 'react'

export type UrlState = Readonly<Record<string, string | readonly string[] | undefined>>

/** `?state=new&state=waiting` <-> { state: ['new', 'waiting'] }. */
export function parseQuery(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {}
  const query = new URLSearchParams(text)
  for (const key of new Set(query.keys())) {
    const values = query.getAll(key)
    found[key] = values.length > 1 ? values : (values[0] ?? '')
  }
  return found
}
export function writeQuery(state: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(state)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one))
  }
  return query.size > 0 ? `?${query}` : ''
}

const split = (to: string) => {
  const [path = '/', query] = to.split('?', 2)
  return query === undefined ? { to: path, search: {} } : { to: path, search: parseQuery(query) }
}

// The map is made of what rooms bring, so the router cannot know the paths at compile time.
const Anchor = createLink(
  forwardRef<HTMLAnchorElement, AnchorHTMLAttributes<HTMLAnchorElement>>((props, ref) => <a ref={ref} {...props} />),
) as unknown as ComponentType<Record<string, unknown>>

/** A link inside Spil; what it leads to is fetched when the pointer comes near. */
export const Link = forwardRef<HTMLAnchorElement, AnchorHTMLAttributes<HTMLAnchorElement> & { to: string }>(({ to, ...rest }, ref) => (
  <Anchor ref={ref} {...split(to)} {...rest} activeOptions={{ exact: true, includeSearch: false }} preload="intent" />
))

/** `go('/desk/C-12')`; with `replace` the page before is not kept in the history. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback((to, options = {}) => void navigate({ ...split(to), ...options } as never), [navigate])
}

/** The parameters of the path: `/desk/$number` -> { number }. */
export const usePath = (): Record<string, string> => useParams({ strict: false }) as Record<string, string>

/** The state in the query of the address, and a way to change part of it. Undefined or '' removes a key. */
export function useUrlState(): [Record<string, string | string[]>, (change: UrlState) => void] {
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const navigate = useNavigate()
  const current = useMemo(() => parseQuery(search), [search])
  const change = useCallback(
    (part: UrlState) => void navigate({ to: pathname, search: { ...current, ...part }, replace: true, resetScroll: false } as never),
    [navigate, pathname, current],
  )
  return [current, change]
}

export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : typeof value === 'string' ? [value] : value

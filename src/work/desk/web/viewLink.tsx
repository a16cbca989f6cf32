/** A link to a view of this same page: which one is open is told by the caller, not by the path, which they share. */
import type { AnchorHTMLAttributes } from 'react'
import { Link } from '#web/kit/links.tsx'

const neverByPath = { activeOptions: { exact: true, includeSearch: true }, activeProps: {} } as object

export function ViewLink({ on, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { to: string; on: boolean }) {
  return <Link {...neverByPath} {...rest} aria-current={on ? 'page' : undefined} />
}

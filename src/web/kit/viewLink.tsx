/** A link to a view of this same page: which one is open is told by the caller, not by the path, which they all share. */
import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { useGo } from './links.tsx'

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string; on: boolean }

export function ViewLink({ to, on, children, ...rest }: Props) {
  const go = useGo()
  const press = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    go(to)
  }
  return (
    <a {...rest} href={to} aria-current={on ? 'page' : undefined} onClick={press}>
      {children}
    </a>
  )
}

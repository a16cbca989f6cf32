/** A row of links that may be wider than the screen. */
import { type RefObject, useEffect } from 'react'

/** Keeps the link of what one looks at in sight, again when `of` is another; the page itself does not move. */
export function useInSight(row: RefObject<HTMLElement | null>, of: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is looked at is read from the links, and `of` says when they changed
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>('a[aria-current]')
    if (row.current && here) row.current.scrollLeft = here.offsetLeft - row.current.offsetLeft - (row.current.clientWidth - here.offsetWidth) / 2
  }, [row, of])
}

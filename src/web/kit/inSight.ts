/** A row of links that may be wider than the screen. */
import { type RefObject, useEffect } from 'react'

/** Keeps the link of the page one is on in sight; the page itself does not move. */
export function useInSight(row: RefObject<HTMLElement | null>, pathname: string): void {
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>(`a[href="${pathname}"]`)
    if (row.current && here) row.current.scrollLeft = here.offsetLeft - row.current.offsetLeft - (row.current.clientWidth - here.offsetWidth) / 2
  }, [row, pathname])
}

/** The pages of a room, or the views of one list, as a row of links on top of them. */
import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useInSight } from './inSight.ts'
import classes from './places.module.css'
import { ViewLink } from './viewLink.tsx'

export interface Place {
  to: string
  title: string
  /** Told by views, which share their path; else it is on when the path is its own. */
  on?: boolean
  /** How many wait there; none is drawn of '0'. */
  count?: string | undefined
}
/** Draws nothing while there is only one to go to. */
export function Places({ label, places }: { label: string; places: readonly Place[] }) {
  const row = useRef<HTMLElement>(null)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  // Again when the counts are there: they push along what stands behind them.
  useInSight(row, `${pathname} ${places.map(({ on, count }) => `${on} ${count}`)}`)
  if (places.length < 2) return null
  return (
    <nav ref={row} className={`${classes.places} sideways`} aria-label={label}>
      {places.map(({ to, title, on = pathname === to, count }) => (
        <ViewLink key={to} to={to} on={on}>
          {title}
          {count !== undefined && count !== '0' && <span className={classes.count}>{count}</span>}
        </ViewLink>
      ))}
    </nav>
  )
}
/** More than one row: what is done all day, then how it is arranged. */
export const PlaceRows = ({ children }: { children: ReactNode }) => <div className={classes.rows}>{children}</div>

/** The rooms by name and icon, with counts that matter. At the left; on a phone at the bottom, at most five. */
import { useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Link } from '../kit/links.tsx'
import { mayIn, useMe } from '../kit/person.ts'
import type { NavEntry } from '../kit/room.ts'
import { textOf, useLooks, useWords } from '../kit/texts.ts'
import { rooms } from '../rooms.ts'
import classes from './shell.module.css'

export interface Place extends NavEntry {
  name: string
}
/** Where this person may go, in the order of the work. */
export function usePlaces(): readonly Place[] {
  const me = useMe()
  const { locale } = useLooks()
  return useMemo(
    () =>
      rooms
        .flatMap((room) => (room.nav ?? []).map((entry) => ({ ...entry, name: textOf(room.texts, locale)(entry.title) })))
        .filter(({ may }) => mayIn(me, may ?? 'signedIn'))
        .sort((a, b) => a.order - b.order),
    [me, locale],
  )
}

export function Rail() {
  const t = useWords()
  const places = usePlaces()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const here = places
    .filter(({ to, also = [] }) => [to, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`)))
    .reduce<string>((longest, { to }) => (to.length > longest.length ? to : longest), '')
  return (
    <nav className={classes.rail} aria-label={t('shell.rooms')}>
      <Link to="/" className={classes.brand} aria-label="Spil">
        <img src="/assets/icon.svg" alt="" width={24} height={24} />
        <span aria-hidden>Spil</span>
      </Link>
      <ul className={classes.places}>
        {places.map((place) => (
          <PlaceLink key={place.to} place={place} here={place.to === here} />
        ))}
      </ul>
    </nav>
  )
}

const none = () => undefined
function PlaceLink({ place, here }: { place: Place; here: boolean }) {
  const useCount = place.useCount ?? none
  const count = useCount()
  const Shape = place.icon
  return (
    <li>
      <Link to={place.to} className={classes.place} aria-current={here ? 'page' : undefined}>
        <Shape size={18} stroke={1.75} aria-hidden />
        <span className={classes.placeName}>{place.name}</span>
        {count !== undefined && count > 0 && <span className={classes.count}>{count > 999 ? '999+' : count}</span>}
      </Link>
    </li>
  )
}

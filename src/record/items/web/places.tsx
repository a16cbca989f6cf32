/** The pages of the register, as one row of links on top of its lists. */
import { useRouterState } from '@tanstack/react-router'
import { useRef } from 'react'
import { useInSight } from '#web/kit/inSight.ts'
import { Link } from '#web/kit/links.tsx'
import { mayIn, useMe } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import classes from './items.module.css'
import { roomTexts } from './roomTexts.ts'

const places = [
  { to: '/items', title: 'items.title', may: 'items.see' },
  { to: '/items/stocktakes', title: 'items.stocktake.title', may: 'items.read' },
  { to: '/items/scan', title: 'items.scan.title', may: 'items.read' },
  { to: '/items/kinds', title: 'items.kinds.title', may: 'items.read' },
  { to: '/items/relation-kinds', title: 'items.relationKinds.title', may: 'items.read' },
  { to: '/items/sources', title: 'items.sources.title', may: 'items.read' },
] as const

/** Draws nothing while there is only one page to go to. */
export function ItemPlaces() {
  const me = useMe()
  const t = useText(roomTexts)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const mine = places.filter(({ may }) => mayIn(me, may))
  const row = useRef<HTMLElement>(null)
  useInSight(row, pathname)
  if (mine.length < 2) return null
  return (
    <nav ref={row} className={classes.places} aria-label={t('items.title')}>
      {mine.map((one) => (
        <Link key={one.to} to={one.to} aria-current={pathname === one.to ? 'page' : undefined}>
          {t(one.title)}
        </Link>
      ))}
    </nav>
  )
}

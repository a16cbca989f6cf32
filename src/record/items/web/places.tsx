/** The pages of the register, as one row of links on top of its lists. */
import { mayIn, useMe } from '#web/kit/person.ts'
import { Places } from '#web/kit/places.tsx'
import { useText } from '#web/kit/texts.ts'
import { roomTexts } from './roomTexts.ts'

const places = [
  { to: '/items', title: 'items.title', may: 'items.see' },
  { to: '/items/stocktakes', title: 'items.stocktake.title', may: 'items.read' },
  { to: '/items/scan', title: 'items.scan.title', may: 'items.read' },
  { to: '/items/kinds', title: 'items.kinds.title', may: 'items.read' },
  { to: '/items/relation-kinds', title: 'items.relationKinds.title', may: 'items.read' },
  { to: '/items/sources', title: 'items.sources.title', may: 'items.read' },
] as const

export function ItemPlaces() {
  const me = useMe()
  const t = useText(roomTexts)
  const mine = places.filter(({ may }) => mayIn(me, may))
  return <Places label={t('items.title')} places={mine.map(({ to, title }) => ({ to, title: t(title) }))} />
}

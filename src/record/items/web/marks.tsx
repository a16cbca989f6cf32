/** How the state and the importance of an item look. */
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import type { ListedItem } from '../contract.ts'

export const meanings: Readonly<Record<ListedItem['state']['class'], Meaning>> = { planned: 'new', inUse: 'held', outOfUse: 'cancelled' }
export const ItemState = ({ state, plain }: { state: ListedItem['state']; plain?: boolean }) => (
  <StateBadge meaning={meanings[state.class]} {...(plain && { plain })}>
    {state.name}
  </StateBadge>
)
const order = ['low', 'normal', 'high', 'critical'] as const
/** The greatest of the three, or nothing when nobody has said. */
export const importanceOf = ({ availability, integrity, confidentiality }: Pick<ListedItem, 'availability' | 'integrity' | 'confidentiality'>) =>
  order[Math.max(...[availability, integrity, confidentiality].map((one) => (one ? order.indexOf(one) : -1)))]

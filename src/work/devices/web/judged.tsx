/** What is said of a product, in one word. */
import type { ReactNode } from 'react'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Product } from '../products/contract.ts'
import { productTexts } from './productTexts.ts'

export function Judged({ judged, required }: Pick<Product, 'judged' | 'required'>): ReactNode {
  const t = useText(productTexts)
  if (judged === null) return <span className="dim">{t('devices.products.unjudged')}</span>
  return (
    <StateBadge meaning={judged === 'wanted' ? 'held' : 'broken'} plain>
      {t(required ? 'devices.products.mustBe' : `devices.products.${judged}`)}
    </StateBadge>
  )
}

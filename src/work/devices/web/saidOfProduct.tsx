/** What an organisation says of a product, and where it is said. */
import { Button, Modal } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useKinds, useMayAt } from '#record/items/web/more.ts'
import { Refused, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useLooks, useText, useWords } from '#web/kit/texts.ts'
import type { Product } from '../products/contract.ts'
import classes from './devices.module.css'
import { Judged } from './judged.tsx'
import { productTexts } from './productTexts.ts'

const Judge = lazy(() => import('./judge.tsx'))

export function SaidOfProduct({ of, organisation }: { of: Product; organisation: string | undefined }) {
  const t = useText(productTexts)
  const words = useWords()
  const [judging, setJudging] = useState(false)
  const why = useMayAt('devices.configure', of.organisationId) ? undefined : t('devices.product.notYours')
  const title = t('devices.product.judgeOne', { product: of.product })
  return (
    <Section
      title={organisation === undefined ? t('devices.product.said') : t('devices.product.saidOf', { organisation })}
      actions={
        <Refused why={why}>
          <Button size="compact-sm" variant="default" aria-label={title} onClick={() => setJudging(true)}>
            {t('devices.product.judge')}
          </Button>
        </Refused>
      }
    >
      <Said of={of} />
      <Modal opened={judging} onClose={() => setJudging(false)} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
        <Suspense fallback={<Skeletons rows={4} />}>
          <Judge of={of} close={() => setJudging(false)} />
        </Suspense>
      </Modal>
    </Section>
  )
}

function Said({ of: { organisationId, judged, why, minimum, newest, required, kinds, tags } }: { of: Product }) {
  const t = useText(productTexts)
  const { locale } = useLooks()
  const known = useKinds(kinds.length > 0 ? organisationId : undefined) ?? []
  const named = kinds.map(
    (key) => known.find((one) => one.key === key)?.plural?.[locale] ?? known.find((one) => one.key === key)?.names[locale] ?? key,
  )
  const versions =
    judged === 'unwanted'
      ? ''
      : minimum !== null
        ? t('devices.product.from', { version: minimum })
        : newest !== '' && t('devices.product.fromNewest', { version: newest })
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      <p>
        <Judged judged={judged} required={required} />
        {judged !== null && why && <span> {why}</span>}
      </p>
      {judged === null && <p className="dim">{t('devices.product.unjudgedWhat')}</p>}
      {(versions || required) && (
        <p className="dim small">
          {[
            versions,
            required &&
              (kinds.length > 0 ? t('devices.product.required', { kinds: named.join(', ').toLowerCase() }) : t('devices.product.requiredAll')),
            required && tags.length > 0 && t('devices.product.requiredTags', { tags: tags.join(', ') }),
          ]
            .filter(Boolean)
            .join(' ')}
        </p>
      )}
    </div>
  )
}

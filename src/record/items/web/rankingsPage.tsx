/** Which source of facts counts first, per key: seen by who reads, changed by who decides. */
import { Button } from '@mantine/core'
import IconScale from '@tabler/icons-react/dist/esm/icons/IconScale.mjs'
import { useState } from 'react'
import { Empty, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { ChosenOrganisation, useChosenOrganisation } from './chosenOrganisation.tsx'
import { factTexts } from './factTexts.ts'
import classes from './item.module.css'
import { useRankings } from './more.ts'
import { ItemPlaces } from './places.tsx'
import { RankingDialog } from './ranking.tsx'

export default function RankingsPage() {
  const t = useText(factTexts)
  const { organisationId, mayChange } = useChosenOrganisation()
  const rankings = useRankings(organisationId)
  const [open, setOpen] = useState<{ key: string | undefined }>()
  return (
    <Page
      title={t('items.sources.title')}
      lead={t('items.ranking.lead')}
      under={[{ label: t('items.title'), to: '/items' }]}
      actions={mayChange && <Button onClick={() => setOpen({ key: undefined })}>{t('items.ranking.add')}</Button>}
    >
      <ItemPlaces />
      <ChosenOrganisation />
      {!rankings && <Skeletons rows={4} />}
      {rankings?.length === 0 && <Empty icon={IconScale} title={t('items.ranking.none')} />}
      <ul className={classes.list} aria-label={t('items.sources.title')}>
        {rankings?.map(({ key, sources }) => (
          <li key={key} className={classes.row}>
            <span className={`${classes.label} mono small`}>{key === '*' ? t('items.ranking.everything') : key}</span>
            <span className={classes.wide}>{sources.map((source, at) => `${at + 1}. ${source}`).join('  ')}</span>
            {mayChange && (
              <Button size="compact-xs" variant="default" aria-label={t('items.ranking.editOf', { key })} onClick={() => setOpen({ key })}>
                {t('items.edit.short')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open && organisationId && <RankingDialog organisationId={organisationId} factKey={open.key} known={[]} close={() => setOpen(undefined)} />}
    </Page>
  )
}

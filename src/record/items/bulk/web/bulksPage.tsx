/** What I changed of several items at once, the last first, with the way back. */
import { Button } from '@mantine/core'
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import classes from '../../web/item.module.css'
import { ItemPlaces } from '../../web/places.tsx'
import { roomTexts } from '../../web/roomTexts.ts'
import type { Done, ListedBulk } from '../contract.ts'
import { bulkCalls, useBulks } from './calls.ts'
import { Outcome } from './outcome.tsx'
import { bulkWords } from './texts.ts'

export default function BulksPage() {
  const t = useText(bulkWords)
  const names = useText(roomTexts)
  const { data, error, refetch } = useBulks()
  return (
    <Page title={names('items.bulk.mine')} lead={t('items.many.mine.lead')} under={[{ label: names('items.title'), to: '/items' }]}>
      <ItemPlaces />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && (
        <Empty icon={IconStack} title={t('items.many.mine.none')}>
          {t('items.many.mine.how')}
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-label={names('items.bulk.mine')}>
          {data.items.map((one) => (
            <One key={one.id} bulk={one} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function One({ bulk }: { bulk: ListedBulk }) {
  const t = useText(bulkWords)
  const words = useWords()
  const reload = useReload()
  const [asked, setAsked] = useState(false)
  const [back, setBack] = useState<Done>()
  const undo = async () => {
    try {
      setBack(await bulkCalls.undoMany({ params: { id: bulk.id } }))
    } catch (error) {
      toastProblem(error, words('kit.away'))
    }
    await reload(['items'])
  }
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <strong>{bulk.what.join(', ')}</strong> {t('items.many.outcome', { done: bulk.done })}
        {bulk.refused > 0 && `, ${t('items.many.could', { count: bulk.refused })}`}
        {bulk.undone && `, ${t('items.many.isUndone')}`}
        {back && <Outcome done={back} back />}
      </span>
      <span className="dim small">
        <Time at={bulk.at} />
      </span>
      {!bulk.undone && bulk.done > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
          {t('items.many.undo')}
        </Button>
      )}
      <Confirm
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('items.many.ask', { count: bulk.done })}
        consequences={t('items.many.means')}
        verb={t('items.many.undo')}
        onConfirm={undo}
      />
    </li>
  )
}

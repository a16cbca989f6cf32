/** One stocktake: how far it is, who counted, and its differences to decide on. Closed it is the report. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { useGo, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import type { StocktakePage as Shown, StocktakeState } from '../contract.ts'
import { stocktakes } from './calls.ts'
import { Differences } from './differences.tsx'
import { forget } from './queue.ts'
import classes from './stocktake.module.css'
import { stocktakeTexts } from './texts.ts'

export default function StocktakePage() {
  const { id = '' } = usePath()
  const t = useText(stocktakeTexts)
  const follows = { about: [`stocktake/${id}`], on: ['items.factsChanged'] }
  const { data, error, refetch } = useLoad({
    key: ['items/stocktakes', id],
    load: (signal) => stocktakes.stocktake({ params: { id } }, { signal }),
    ...follows,
  })
  const closed = data?.state === 'closed'
  // Nothing is counted any more on this device either.
  useEffect(() => {
    if (closed) forget(id).catch(() => undefined)
  }, [closed, id])
  const under = [
    { label: t('items.title'), to: '/items' },
    { label: t('items.stocktake.title'), to: '/items/stocktakes' },
  ]
  if (error)
    return (
      <Page title={t('items.stocktake.title')} under={under}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    )
  if (!data) return <Skeletons kind="page" />
  return (
    <Page
      title={data.name}
      under={under}
      lead={`${t(`items.stocktake.state.${data.state}`)} · ${t('items.stocktake.counts', data.counts)}`}
      actions={<Actions stocktake={data} />}
    >
      <Section title={t('items.stocktake.counters')}>
        {data.counters.length === 0 && <p className="dim">{t('items.stocktake.noCounters')}</p>}
        <ul className={classes.counters}>
          {data.counters.map(({ name, scans, from, until }) => (
            <li key={name + from}>
              {t('items.stocktake.counter', { name, scans })}{' '}
              <span className="dim small">
                <Time at={from} /> – <Time at={until} />
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Differences stocktake={data} follows={follows} />
    </Page>
  )
}

function Actions({ stocktake: { id, state, version, counts, mayWork } }: { stocktake: Shown }) {
  const t = useText(stocktakeTexts)
  const go = useGo()
  const reload = useReload()
  const [closing, setClosing] = useState(false)
  const move = async (to: StocktakeState) => {
    try {
      await stocktakes.moveStocktake({ params: { id }, body: { state: to, version } })
    } catch (error) {
      toastProblem(error, t('items.stocktake.failed'))
    }
    await reload(['items/stocktakes'])
  }
  return (
    <>
      <Button variant="default" component="a" href={`/api/items/stocktakes/${id}/report.csv`} download>
        {t('items.stocktake.csv')}
      </Button>
      {mayWork && state === 'counting' && (
        <>
          <Button variant="default" onClick={() => void move('deciding')}>
            {t('items.stocktake.finish')}
          </Button>
          <Button onClick={() => go(`/items/stocktakes/${id}/count`)}>{t('items.stocktake.count')}</Button>
        </>
      )}
      {mayWork && state === 'deciding' && (
        <>
          <Button variant="default" onClick={() => void move('counting')}>
            {t('items.stocktake.goOn')}
          </Button>
          <Button onClick={() => setClosing(true)}>{t('items.stocktake.close')}</Button>
        </>
      )}
      <Confirm
        opened={closing}
        onClose={() => setClosing(false)}
        title={t('items.stocktake.closeAsk')}
        consequences={t('items.stocktake.closeWhat', { undecided: counts.undecided })}
        verb={t('items.stocktake.close')}
        onConfirm={() => move('closed')}
      />
    </>
  )
}

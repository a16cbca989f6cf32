/** How long samples are kept, of each class, and how much room they take. */
import { Button, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { type Kept, type Retention, series as seriesContract } from '#record/series/contract.ts'
import { api } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { formatOf } from '#web/kit/graphUnits.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../monitoring.module.css'
import { MonitoringPage } from '../places.tsx'
import { keepingTexts } from './keepingTexts.ts'

const calls = api(seriesContract)
const key = ['series', 'retention']

export default function KeepingPage() {
  const t = useText(keepingTexts)
  const may = useMay('series.keep')
  const { data, error, refetch } = useLoad({ key, load: (signal) => calls.retention({}, { signal }), on: ['series.retentionChanged'] })
  return (
    <MonitoringPage title={t('monitoring.keeping')} lead={t('keeping.lead')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data && (
        <div className={classes.form}>
          {data.items.map(({ retention, ...kept }) =>
            may ? (
              <OfClass key={`${retention} ${JSON.stringify(kept)}`} retention={retention} before={kept} />
            ) : (
              <Section key={retention} title={t(`keeping.class.${retention}`)}>
                <Facts rows={parts.map((part) => ({ label: t(`keeping.${part}`), value: kept[part] }))} />
              </Section>
            ),
          )}
          <p className="dim">
            {t('keeping.order')} {!may && t('keeping.onlyAdmin')}
          </p>
        </div>
      )}
      <Now />
    </MonitoringPage>
  )
}

const parts = ['samples', 'minutes', 'hours'] as const
const most: Readonly<Record<(typeof parts)[number], number>> = { samples: 400, minutes: 3650, hours: 36_500 }
function OfClass({ retention, before }: { retention: Retention; before: Kept }) {
  const t = useText(keepingTexts)
  const reload = useReload()
  const [kept, setKept] = useState(before)
  const [asks, setAsks] = useState(false)
  const [busy, setBusy] = useState(false)
  const changed = parts.some((part) => kept[part] !== before[part])
  const fits = kept.samples <= kept.minutes && kept.minutes <= kept.hours
  const save = () => {
    setBusy(true)
    return calls
      .changeRetention({ params: { retention }, body: { ...kept, before } })
      .then(() => {
        toast(t('keeping.saved'))
        return reload(key)
      })
      .catch((error: unknown) => toastProblem(error, t('keeping.failed')))
      .finally(() => setBusy(false))
  }
  const name = t(`keeping.class.${retention}`)
  return (
    <fieldset className={classes.steps}>
      <legend>
        <strong>{name}</strong>
      </legend>
      <div className={classes.pair}>
        {parts.map((part) => (
          <NumberInput
            key={part}
            label={t(`keeping.${part}`)}
            min={1}
            max={most[part]}
            allowDecimal={false}
            value={kept[part]}
            onChange={(value) => setKept({ ...kept, [part]: Math.min(most[part], Math.max(1, Number(value) || 1)) })}
          />
        ))}
        <Button
          loading={busy}
          disabled={!changed || !fits}
          aria-label={`${t('keeping.save')}: ${name}`}
          onClick={() => (parts.some((part) => kept[part] < before[part]) ? setAsks(true) : void save())}
        >
          {t('keeping.save')}
        </Button>
      </div>
      <Confirm
        opened={asks}
        title={t('keeping.shorter')}
        consequences={t('keeping.shorterWhat')}
        verb={t('keeping.save')}
        danger
        onClose={() => setAsks(false)}
        onConfirm={save}
      />
    </fieldset>
  )
}

function Now() {
  const t = useText(keepingTexts)
  const { data } = useLoad({ key: ['series', 'standing'], load: (signal) => calls.standing({}, { signal }) })
  if (!data) return null
  const number = new Intl.NumberFormat(t.locale)
  return (
    <Section title={t('keeping.now')}>
      <Facts
        rows={[
          { label: t('keeping.series'), value: t('keeping.seriesOf', { series: number.format(data.series), most: number.format(data.mostSeries) }) },
          { label: t('keeping.disk'), value: formatOf('bytes', t.locale)(data.bytes) },
        ]}
      />
    </Section>
  )
}

/** One baseline: its expectations, its versions, and what is different between two of them. */
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Link, useGo, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Baseline } from '../baselines/contract.ts'
import { baselines, norms } from './calls.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

const live = ['norms.baselineChanged', 'norms.expectationChanged']
export default function BaselinePage() {
  const t = useText(webTexts)
  const { id = '' } = usePath()
  const go = useGo()
  const may = useMay('norms.configure')
  const { data, error, refetch } = useLoad({ key: ['norms', 'baselines'], load: (signal) => baselines.baselines({}, { signal }), on: live })
  const inside = useLoad({
    key: ['norms', 'baseline', id],
    load: (signal) => norms.expectations({ query: { baselineId: id, limit: 200 } }, { signal }),
    on: live,
  })
  const baseline = data?.items.find((one) => one.id === id)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!baseline) return <Skeletons kind="page" />
  return (
    <Page
      title={baseline.name}
      lead={baseline.note}
      under={[{ label: t('norms.baselines.title'), to: '/norms/baselines' }]}
      actions={
        may && (
          <>
            <Button variant="default" onClick={() => go(`/norms/new?baseline=${id}`)}>
              {t('norms.new')}
            </Button>
            <Publish baseline={baseline} />
          </>
        )
      }
    >
      <Section title={t('norms.expectations.title')}>
        <ul className={classes.list}>
          {inside.data?.items.map((one) => (
            <li key={one.id} className={classes.row}>
              <span className={classes.wide}>
                <Link to={`/norms/expectations/${one.id}`}>{one.title}</Link>
                <div className="dim">{one.reads}</div>
              </span>
              <span>{t(one.draft && one.counts ? 'norms.state.both' : one.draft ? 'norms.state.draft' : 'norms.state.counts')}</span>
              <span>{t('norms.edit.tried', one.standings)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Versions baseline={baseline} />
    </Page>
  )
}

function Publish({ baseline: { id, version, published, drafts } }: { baseline: Baseline }) {
  const t = useText(webTexts)
  const reload = useReload()
  const number = published + 1
  const publish = () =>
    baselines
      .publishBaseline({ params: { id }, body: { version } })
      .then(() => reload(['norms']))
      .then(() => toast(t('norms.baseline.published', { number })))
      .catch((error: unknown) => toastProblem(error, t('norms.edit.failed')))
  return (
    <Refused why={drafts === 0 ? t('norms.baseline.nothingNew') : undefined}>
      <Button onClick={() => void publish()}>{t('norms.baseline.publish', { number })}</Button>
    </Refused>
  )
}

function Versions({ baseline: { id, published } }: { baseline: Baseline }) {
  const t = useText(webTexts)
  const [from, setFrom] = useState<string>()
  const [to, setTo] = useState('now')
  const left = from ?? String(published)
  const { data } = useLoad({ key: ['norms', 'versions', id], load: (signal) => baselines.versions({ params: { id } }, { signal }), on: live })
  const compared = useLoad({
    key: ['norms', 'compare', id, left, to],
    load: (signal) => baselines.compare({ params: { id }, query: { from: left, to } }, { signal }),
    on: live,
  })
  const choices = [
    { value: 'now', label: t('norms.baseline.now') },
    ...(data?.items ?? []).map(({ number }) => ({ value: String(number), label: t('norms.baseline.version', { number }) })),
    { value: '0', label: t('norms.baseline.nothing') },
  ]
  return (
    <>
      <Section title={t('norms.baseline.versions')}>
        {data?.items.length === 0 && <p className="dim">{t('norms.baseline.none')}</p>}
        <ul className={classes.list}>
          {data?.items.map((one) => (
            <li key={one.number} className={classes.row}>
              <span className={classes.wide}>
                {t('norms.baseline.version', { number: one.number })} {one.note}
              </span>
              <span className="dim">
                {one.publishedBy?.name} <Time at={one.publishedAt} />
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('norms.baseline.compare')}>
        <div className={classes.pair}>
          <NativeSelect label={t('norms.baseline.from')} value={left} data={choices} onChange={(event) => setFrom(event.currentTarget.value)} />
          <NativeSelect label={t('norms.baseline.to')} value={to} data={choices} onChange={(event) => setTo(event.currentTarget.value)} />
        </div>
        {compared.data?.differences.length === 0 && <p className="dim">{t('norms.baseline.same')}</p>}
        <ul className={classes.list}>
          {compared.data?.differences.map((one) => (
            <li key={one.expectationId} className={classes.row}>
              <span className={classes.wide}>
                {one.title} ({t('norms.difference', { what: one.what })})
                {one.fields.map(({ field, name, from: old, to: now }) => (
                  <div key={field} className="dim">
                    {name}: {old ?? '–'} → {now ?? '–'}
                  </div>
                ))}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

/** The versions of a baseline, what is different between two of them, and publishing the next. */
import { Button, Modal, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import type { Baseline, Difference } from '../baselines/contract.ts'
import { baselines } from './calls.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

const live = ['norms.baselineChanged', 'norms.expectationChanged']
const useCompared = (id: string, from: string, to: string, when = true) =>
  useLoad({
    key: ['norms', 'compare', id, from, to],
    load: (signal) => baselines.compare({ params: { id }, query: { from, to } }, { signal }),
    on: live,
    when,
  })

const meanings = { added: 'new', removed: 'cancelled', changed: 'progress' } as const
function Differences({ all }: { all: readonly Difference[] }) {
  const t = useText(webTexts)
  return (
    <ul className={classes.list}>
      {all.map((one) => (
        <li key={one.expectationId} className={classes.row}>
          <StateBadge meaning={meanings[one.what]}>{t('norms.difference', { what: one.what })}</StateBadge>
          <span className={classes.wide}>
            {one.title}
            {one.fields.map(({ field, name, from, to }) => (
              <dl key={field} className={classes.change}>
                <dt>{name}</dt>
                <dd>
                  <del>{from ?? '–'}</del>
                </dd>
                <dd>
                  <ins>{to ?? '–'}</ins>
                </dd>
              </dl>
            ))}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Shows what will count before it does. */
export function Publish({ baseline }: { baseline: Baseline }) {
  const t = useText(webTexts)
  const [opened, setOpened] = useState(false)
  const number = baseline.published + 1
  return (
    <>
      <Refused why={baseline.changed ? undefined : t('norms.baseline.nothingNew')}>
        <Button onClick={() => setOpened(true)}>{t('norms.baseline.publish', { number })}</Button>
      </Refused>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
        title={t('norms.baseline.publish', { number })}
        closeButtonProps={{ 'aria-label': t('norms.exception.close') }}
      >
        <Publishing baseline={baseline} close={() => setOpened(false)} />
      </Modal>
    </>
  )
}
function Publishing({ baseline: { id, version, published }, close }: { baseline: Baseline; close: () => void }) {
  const t = useText(webTexts)
  const reload = useReload()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const { data, error } = useCompared(id, String(published), 'now')
  const publish = () => {
    setBusy(true)
    baselines
      .publishBaseline({ params: { id }, body: { version, note } })
      .then(({ published: number }) => {
        toast(t('norms.baseline.published', { number }))
        close()
        return reload(['norms'])
      })
      .catch((error: unknown) => setWrong(problemIn(error)?.title ?? t('norms.edit.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <div className={classes.form}>
      {wrong && <Note tone="red">{wrong}</Note>}
      <p className={classes.said}>{t('norms.baseline.publishWhat')}</p>
      {error && <Failure error={error} />}
      {data ? <Differences all={data.differences} /> : !error && <Skeletons rows={3} />}
      <Textarea
        label={t('norms.baseline.note')}
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {t('norms.exception.close')}
        </Button>
        <Button loading={busy} onClick={publish}>
          {t('norms.baseline.publish', { number: published + 1 })}
        </Button>
      </div>
    </div>
  )
}

export function Versions({ baseline: { id, published } }: { baseline: Baseline }) {
  const t = useText(webTexts)
  const { data, error, refetch } = useLoad({
    key: ['norms', 'versions', id],
    load: (signal) => baselines.versions({ params: { id } }, { signal }),
    on: live,
  })
  const numbers = data?.items.map(({ number }) => number) ?? []
  return (
    <>
      <Section title={t('norms.baseline.versions')}>
        {error && <Failure error={error} retry={() => void refetch()} />}
        {data?.items.length === 0 && <p className="dim">{t('norms.baseline.none')}</p>}
        <ul className={classes.list}>
          {data?.items.map((one) => (
            <li key={one.number} className={classes.row}>
              <span className={classes.wide}>
                {t('norms.baseline.version', { number: one.number })}
                {one.note && <div className={classes.said}>{one.note}</div>}
              </span>
              <span className="dim">
                {one.publishedBy?.name} <Time at={one.publishedAt} />
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Compared key={published} id={id} numbers={numbers} published={published} />
    </>
  )
}

function Compared({ id, numbers, published }: { id: string; numbers: readonly number[]; published: number }) {
  const t = useText(webTexts)
  const [from, setFrom] = useState(String(published))
  const [to, setTo] = useState('now')
  const { data, error, refetch } = useCompared(id, from, to)
  const choices = [
    { value: 'now', label: t('norms.baseline.now') },
    ...numbers.map((number) => ({ value: String(number), label: t('norms.baseline.version', { number }) })),
    { value: '0', label: t('norms.baseline.nothing') },
  ]
  return (
    <Section title={t('norms.baseline.compare')}>
      <div className={classes.pair}>
        <NativeSelect label={t('norms.baseline.from')} value={from} data={choices} onChange={(event) => setFrom(event.currentTarget.value)} />
        <NativeSelect label={t('norms.baseline.to')} value={to} data={choices} onChange={(event) => setTo(event.currentTarget.value)} />
      </div>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data?.differences.length === 0 && <p className="dim">{t('norms.baseline.same')}</p>}
      {data && <Differences all={data.differences} />}
    </Section>
  )
}

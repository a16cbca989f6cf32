/** One import: what its columns are, what a dry run found, how far it is, and its way back. */
import { Button, Progress, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Link, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import { isBusy, type WholeImport } from '../contract.ts'
import { importCalls } from './calls.ts'
import classes from './importing.module.css'
import { MappingForm } from './mappingForm.tsx'
import { ImportState } from './marks.tsx'
import { Report } from './report.tsx'
import { importTexts } from './texts.ts'

export default function ImportPage() {
  const t = useText(importTexts)
  const { id = '' } = usePath()
  const reload = useReload()
  const { data, error, refetch } = useLoad({
    key: ['items', 'import', id],
    load: (signal) => importCalls.import({ params: { id } }, { signal }),
    about: [`items-import/${id}`],
  })
  const busy = data !== undefined && isBusy(data.state)
  // Its end is told; how far it is must be asked.
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => void refetch(), 700)
    return () => clearInterval(timer)
  }, [busy, refetch])
  const act = async (call: Promise<WholeImport>) => {
    try {
      await call
    } catch (thrown) {
      toastProblem(thrown, t('items.import.failed'))
    }
    await Promise.all([reload(['items', 'import', id]), reload(['items', 'import-faults', id])])
  }
  return (
    <Page
      title={data?.name ?? t('items.import.title')}
      under={[
        { label: t('items.title'), to: '/items' },
        { label: t('items.import.title'), to: '/items/import' },
      ]}
    >
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : !data ? <Skeletons rows={8} /> : <Whole one={data} act={act} />}
    </Page>
  )
}

interface Props {
  one: WholeImport
  act: (call: Promise<WholeImport>) => Promise<void>
}
function Whole({ one, act }: Props) {
  const t = useText(importTexts)
  const { id, state, rows, by, at, format, why, notes } = one
  const params = { id }
  return (
    <div className={classes.stack}>
      <p className="dim small">
        {format && `${t(`items.import.format.${format}`)} · `}
        {rows > 0 && `${t('items.import.rows', { count: rows })} · `}
        {by.name} · <Time at={at} /> <ImportState state={state} />
      </p>
      {why && <Note tone="red">{why}</Note>}
      {state === 'unreadable' && <Link to="/items/import">{t('items.import.another')}</Link>}
      {notes.map((note) => (
        <Note key={note} tone="amber">
          {note}
        </Note>
      ))}
      {isBusy(state) && <Working one={one} stop={() => act(importCalls.stop({ params }))} />}
      {(state === 'done' || state === 'undone') && <Ended one={one} act={act} />}
      {state === 'checked' && <Checked one={one} act={act} />}
      {(state === 'ready' || state === 'checked') && (
        <MappingForm key={id} one={one} check={(mapping) => act(importCalls.check({ params, body: mapping }))} />
      )}
    </div>
  )
}

function Working({ one: { state, done, total }, stop }: { one: WholeImport; stop: () => Promise<void> }) {
  const t = useText(importTexts)
  const part = total > 0 ? Math.min(99, (done / total) * 100) : 0
  return (
    <div role="status" className={classes.stack}>
      <strong>{t(`items.import.state.${state}`)}…</strong>
      <Progress value={total > 0 ? part : 100} animated={total === 0} aria-label={t('items.import.progress')} />
      <div className={classes.foot}>
        <Button variant="default" onClick={() => void stop()}>
          {t('items.import.stop')}
        </Button>
        <span className="dim small">{t('items.import.leave')}</span>
      </div>
    </div>
  )
}

const told = ['make', 'change', 'relate', 'same', 'skip', 'leftOut', 'warnings'] as const
function Numbers({ one: { counts } }: { one: WholeImport }) {
  const t = useText(importTexts)
  return (
    <ul className={classes.counts}>
      {told
        .filter((key) => counts[key] > 0)
        .map((key) => (
          <li key={key}>{t(`items.import.count.${key}`, { count: counts[key] })}</li>
        ))}
    </ul>
  )
}
function Left({ one: { left } }: { one: WholeImport }) {
  const t = useText(importTexts)
  if (left.length === 0) return null
  return <p className="dim small">{t('items.import.left', { columns: left.map(({ column, filled }) => `${column} (${filled})`).join(', ') })}</p>
}

function Checked({ one, act }: Props) {
  const t = useText(importTexts)
  const { id, counts } = one
  const count = counts.make + counts.change
  const something = count + counts.relate > 0
  return (
    <div role="status" className={classes.stack}>
      <Note tone={counts.errors > 0 ? 'red' : something ? 'green' : 'grey'}>
        {counts.errors > 0 ? t('items.import.wrong', { errors: counts.errors }) : t(something ? 'items.import.would' : 'items.import.nothing')}
        {counts.errors === 0 && <Numbers one={one} />}
      </Note>
      <Left one={one} />
      {counts.errors === 0 && something && (
        <div>
          <Button onClick={() => act(importCalls.run({ params: { id }, body: {} }))}>{t('items.import.run', { count })}</Button>
        </div>
      )}
      <Report one={one} />
    </div>
  )
}

function Ended({ one, act }: Props) {
  const t = useText(importTexts)
  const [asked, setAsked] = useState(false)
  const [why, setWhy] = useState('')
  const { id, state, undone, counts } = one
  return (
    <div role="status" className={classes.stack}>
      {undone ? (
        <Note tone="grey">
          {t('items.import.undone', { name: undone.by.name })} <Time at={undone.at} />
          {undone.why && <div>{t('items.import.undone.why', { why: undone.why })}</div>}
          {counts.stays > 0 && <div>{t('items.import.stays', { count: counts.stays })}</div>}
        </Note>
      ) : (
        <Note tone="green">
          {t('items.import.happened')}
          <Numbers one={one} />
        </Note>
      )}
      <Left one={one} />
      <div className={classes.foot}>
        <Link to="/items?sort=created">{t('items.import.show')}</Link>
        <Link to="/items/import">{t('items.import.another')}</Link>
        {state === 'done' && (
          <Button variant="default" onClick={() => setAsked(true)}>
            {t('items.import.undo')}
          </Button>
        )}
      </div>
      <Report one={one} />
      <Confirm
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('items.import.undo.ask')}
        consequences={
          <>
            <p>{t('items.import.undo.means')}</p>
            <TextInput label={t('items.import.undo.why')} value={why} maxLength={500} onChange={(event) => setWhy(event.currentTarget.value)} />
          </>
        }
        verb={t('items.import.undo')}
        danger
        onConfirm={() => act(importCalls.undo({ params: { id }, body: why.trim() ? { why: why.trim() } : {} }))}
      />
    </div>
  )
}

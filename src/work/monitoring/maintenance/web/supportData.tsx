/** The data about support: how old it is and where it comes from; newer data from a file, with what that changed. */
import { Button, FileInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type * as z from 'zod'
import { useMayAt } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { today, wallDay } from '#web/kit/wall.ts'
import type { Changed, SupportFile } from '../support/contract.ts'
import { support } from './calls.ts'
import { useDay } from './days.tsx'
import classes from './maintenance.module.css'
import { maintenanceWords } from './texts.ts'

export function SupportData({ organisationId }: { organisationId: string }) {
  const t = useText(maintenanceWords)
  const dayOf = useDay()
  const reload = useReload()
  const may = useMayAt('monitoring.configure', organisationId)
  const { data, error } = useLoad({
    key: ['monitoring', 'support', 'data', organisationId],
    load: (signal) => support.supportData({ query: { organisationId } }, { signal }),
    on: ['monitoring.supportBrought'],
  })
  const drop = async (product: string) => {
    try {
      await support.dropSupport({ params: { product }, query: { organisationId } })
      await reload(['monitoring', 'support'])
    } catch (problem) {
      toastProblem(problem, t('maintenance.failed'))
    }
  }
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={8} />
  return (
    <div className={classes.stack}>
      <p>{t('maintenance.support.dataWhat')}</p>
      {may && <Bring organisationId={organisationId} />}
      <ul className={classes.list}>
        {data.items.map(({ product, label, dated, brought, page }) => (
          <li key={product} className={classes.row}>
            <span className={classes.wide}>{label}</span>
            <span className="dim small">
              {t(brought ? 'maintenance.support.brought' : 'maintenance.support.shipped')}, {t('maintenance.support.of')} {dayOf(dated)}
              {page && (
                <>
                  {' · '}
                  <a href={page} target="_blank" rel="noreferrer">
                    {t('maintenance.support.page')}
                  </a>
                </>
              )}
            </span>
            {brought && may && (
              <Button size="compact-xs" variant="default" onClick={() => void drop(product)}>
                {t('maintenance.support.drop')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Bring({ organisationId }: { organisationId: string }) {
  const t = useText(maintenanceWords)
  const reload = useReload()
  const [file, setFile] = useState<File | null>(null)
  const [product, setProduct] = useState('')
  const [dated, setDated] = useState(today)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const [changed, setChanged] = useState<readonly Changed[]>()
  const choose = (chosen: File | null) => {
    setFile(chosen)
    // As endoflife.date names its files: debian.json.
    setProduct(/^([a-z0-9][a-z0-9.-]*)\.json$/.exec(chosen?.name ?? '')?.[1] ?? '')
    if (chosen) setDated(wallDay(Math.min(chosen.lastModified, Date.now())))
  }
  const bring = async (event: FormEvent) => {
    event.preventDefault()
    if (!file) return
    setBusy(true)
    setWrong(undefined)
    try {
      const read = JSON.parse(await file.text()) as z.input<typeof SupportFile>
      const body = { organisationId, dated, file: read, ...(product.trim() && { product: product.trim() }) }
      setChanged((await support.bringSupport({ body })).items)
      await reload(['monitoring', 'support'])
    } catch (problem) {
      setWrong(problem instanceof SyntaxError ? t('maintenance.support.notJson') : (problemIn(problem)?.title ?? t('maintenance.failed')))
    }
    setBusy(false)
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void bring(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <FileInput label={t('maintenance.support.file')} accept=".json,application/json" value={file} onChange={choose} />
      <TextInput
        label={t('maintenance.support.product')}
        value={product}
        maxLength={60}
        onChange={(event) => setProduct(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('maintenance.support.dated')}
        value={dated}
        required
        onChange={(event) => setDated(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button type="submit" loading={busy} disabled={!file}>
          {t('maintenance.support.bring')}
        </Button>
      </div>
      {changed && (
        <ul className={classes.list} role="status">
          {changed.map((one) => (
            <li key={one.product} className="small">
              {t('maintenance.support.changed', {
                ...{ product: one.product, added: one.added.length, removed: one.removed.length, changed: one.changed.length },
              })}
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}

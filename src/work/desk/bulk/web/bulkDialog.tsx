/** One thing with many cases: what, how far it is, what could not, and the way back. */
import { Button, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Bulk, BulkAction } from '../contract.ts'
import classes from './bulk.module.css'
import { bulkCalls } from './calls.ts'
import { isRunning, Outcome } from './outcome.tsx'
import { manyWords } from './texts.ts'
import { type What, WhatForm } from './whatForm.tsx'

export interface Target {
  ids: readonly string[] | undefined
  /** Everything under it, when there are no ids. */
  filter: Readonly<Record<string, unknown>>
  organisationId: string | undefined
}
interface Props {
  what: What
  /** Begins at once, without a form. */
  action?: BulkAction | undefined
  target: Target
  close: () => void
  /** It was done: the selection is dealt with. */
  done: () => void
}

export default function BulkDialog({ what, action, target, close, done }: Props) {
  const t = useText(manyWords)
  const words = useWords()
  const reload = useReload()
  const go = useGo()
  const [bulk, setBulk] = useState<Bulk>()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(action !== undefined)
  const begin = async (chosen: BulkAction) => {
    setBusy(true)
    setWrong(undefined)
    try {
      const { ids, filter } = target
      setBulk(await bulkCalls.begin({ body: { action: chosen, ...(ids ? { ids: [...ids] } : { filter: filter as object }) } }))
    } catch (thrown) {
      const problem = problemIn(thrown)
      setWrong(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
      setBusy(false)
    }
  }
  const { id, state } = bulk ?? {}
  const running = bulk !== undefined && isRunning(bulk)
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once
  useEffect(() => {
    if (action) void begin(action)
  }, [])
  useEffect(() => {
    if (!id || !running) return
    const timer = setInterval(() => {
      void bulkCalls
        .bulk({ params: { id } })
        .then(setBulk)
        .catch(() => undefined)
    }, 400)
    return () => clearInterval(timer)
  }, [id, running])
  useEffect(() => {
    if (state === 'done' || state === 'undone') void reload(['desk'])
  }, [state, reload])
  const toMine = () => go('/desk/bulk')
  const end = () => {
    if (bulk) {
      done()
      // The selection is gone, and with it the menu: the way back stays within reach.
      toast(t(running ? 'desk.many.goesOn' : 'desk.many.stays'), { label: t('desk.many.show'), run: toMine })
    }
    close()
  }
  const name = t(`desk.many.do.${what}`)
  return (
    <Modal
      opened
      onClose={end}
      title={target.ids ? t('desk.many.title', { what: name, count: target.ids.length }) : t('desk.many.all', { what: name })}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      {bulk ? (
        <>
          <Outcome
            bulk={bulk}
            undo={async () => {
              try {
                setBulk(await bulkCalls.undo({ params: { id: bulk.id } }))
              } catch (thrown) {
                setWrong(problemIn(thrown)?.title ?? words('kit.away'))
              }
            }}
          />
          <div className={classes.foot}>
            <Button mt="md" onClick={end} data-autofocus>
              {t('desk.many.close')}
            </Button>
          </div>
        </>
      ) : (
        !action && <WhatForm what={what} organisationId={target.organisationId} busy={busy} go={(chosen) => void begin(chosen)} />
      )}
    </Modal>
  )
}

/** One change of many items: what it becomes, what came of it, and the way back. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import type { ListedItem } from '../../contract.ts'
import { webTexts } from '../../web/texts.ts'
import type { BulkChange, Done } from '../contract.ts'
import type { What } from './bulk.tsx'
import { bulkCalls } from './calls.ts'
import { Outcome } from './outcome.tsx'
import { bulkWords } from './texts.ts'
import { WhatFields } from './whatFields.tsx'

interface Props {
  what: What
  rows: readonly ListedItem[]
  close: () => void
  /** It was done: the selection is dealt with. */
  clear: () => void
}
export default function BulkDialog({ what, rows, close, clear }: Props) {
  const t = useText(bulkWords)
  const names = useText(webTexts)
  const words = useWords()
  const reload = useReload()
  const [change, setChange] = useState<BulkChange>()
  const [done, setDone] = useState<Done>()
  const [back, setBack] = useState(false)
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const run = () => {
    if (busy) return
    if (!change) return setWrong(t('items.many.nothing'))
    void attempt(async () => {
      setDone(await bulkCalls.changeMany({ body: { itemIds: rows.map(({ id }) => id), ...change } }))
      await reload(['items'])
    })
  }
  const undo = () =>
    void attempt(async () => {
      setDone(await bulkCalls.undoMany({ params: { id: done?.id ?? '' } }))
      setBack(true)
      await reload(['items'])
    })
  const end = () => {
    if (done) clear()
    close()
  }
  return (
    <Modal
      opened
      onClose={end}
      title={t('items.many.title', { what: names(`items.bulk.${what}`), count: rows.length })}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={wrong} save={done ? end : run}>
        {done ? <Outcome done={done} back={back} /> : <WhatFields what={what} rows={rows} change={setChange} />}
        <div className={form.foot}>
          <Button type="submit" loading={busy && !done} {...(done && { 'data-autofocus': true })}>
            {t(done ? 'items.many.close' : 'items.many.go')}
          </Button>
          {done && done.done > 0 && !back && (
            <Button variant="default" loading={busy} onClick={undo}>
              {t('items.many.undo')}
            </Button>
          )}
        </div>
      </KeptForm>
    </Modal>
  )
}

/** Hands a whole selection over at once: each with its own note, or one for all that have none. */
import { Button, Group, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { SelectionProps } from '../../web/list/parts.ts'
import { handoverCalls } from './calls.ts'
import classes from './handover.module.css'
import { emptyNote, isEmpty, missingIn, NoteFields, type WrongNote } from './noteFields.tsx'
import { handoverWords } from './texts.ts'
import { sent, type Whom, WhomFields } from './whom.tsx'

export default function SelectionDialog({ rows, clear, close }: SelectionProps) {
  const t = useText(handoverWords)
  const words = useWords()
  const reload = useReload()
  const [note, setNote] = useState(emptyNote)
  const [whom, setWhom] = useState<Whom>({ toId: '', teamId: '' })
  const [wrong, setWrong] = useState<WrongNote & { whom?: string; all?: readonly string[] }>({})
  const [busy, setBusy] = useState(false)
  const organisations = new Set(rows.map(({ organisationId }) => organisationId))
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    const found = { ...(isEmpty(note) ? {} : missingIn(note)), ...(whom.toId || whom.teamId ? {} : { whom: t('hand.toWhom') }) }
    setWrong(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      const items = rows.map(({ id, version }) => ({ case: id, version }))
      const result = await handoverCalls.handOver({ body: { ...sent(whom), ...(!isEmpty(note) && { note }), items } })
      if (result.done > 0) toast(t('hand.many.done', { count: result.done }))
      await reload(['desk'])
      const failed = result.items.flatMap((one, at) =>
        one.done ? [] : [t('hand.many.failed', { number: rows[at]?.number ?? one.case, why: one.why ?? '' })],
      )
      if (failed.length > 0) return setWrong({ all: failed })
      clear()
      close()
    } catch (error) {
      setWrong({ all: [problemIn(error)?.title ?? words('kit.away')] })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t('hand.many', { count: rows.length })} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form noValidate className={classes.dialog} onSubmit={(event) => void send(event)}>
        <p className="dim">{t('hand.many.lead')}</p>
        {wrong.all && (
          <div role="alert">
            <Note tone="red">
              {wrong.all.map((line) => (
                <div key={line}>{line}</div>
              ))}
            </Note>
          </div>
        )}
        <WhomFields organisationId={organisations.size === 1 ? rows[0]?.organisationId : undefined} whom={whom} change={setWhom} error={wrong.whom} />
        <NoteFields note={note} wrong={wrong} change={setNote} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('hand.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('hand.verb')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

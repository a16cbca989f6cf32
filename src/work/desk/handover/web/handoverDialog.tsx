/** Hands a case over: to whom, with which note. Opens by itself when an assignment was refused without one. */
import { Button, Group, Modal } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CasePage } from '../../contract.ts'
import type { Changing } from '../../web/case/change.tsx'
import { handoverCalls } from './calls.ts'
import classes from './handover.module.css'
import { emptyNote, isEmpty, missingIn, NoteFields, type WrongNote } from './noteFields.tsx'
import { handoverWords } from './texts.ts'
import { sent, type Whom, WhomFields } from './whom.tsx'

interface Props {
  page: CasePage
  changing: Pick<Changing, 'run'>
  close: () => void
  /** To whom it was to go, when that was refused without a note. */
  to?: Partial<Whom>
}
export default function HandoverDialog({ page, changing, close, to }: Props) {
  const t = useText(handoverWords)
  const words = useWords()
  const { id, number, organisationId, assignee } = page.case
  const { data } = useLoad({
    key: ['desk', 'handovers', id],
    load: (signal) => handoverCalls.handovers({ params: { id } }, { signal }),
    about: [`case/${id}`],
  })
  const kept = `spil.draft.handover/${id}`
  const [note, setNote] = useState(() => ({ ...emptyNote, ...JSON.parse(sessionStorage.getItem(kept) ?? '{}') }))
  const [whom, setWhom] = useState<Whom>({ toId: '', teamId: '', ...to })
  const [wrong, setWrong] = useState<WrongNote & { whom?: string; all?: string }>({})
  const [busy, setBusy] = useState(false)
  const ahead = data?.items.find(({ status }) => status === 'written')
  // What was written ahead stands there to go on with.
  useEffect(() => {
    if (ahead)
      setNote((now: typeof emptyNote) => (isEmpty(now) ? { situation: ahead.situation, done: ahead.done, next: ahead.next, risk: ahead.risk } : now))
  }, [ahead])
  const free = data && !data.required ? ` ${t('hand.free')}` : ''
  const lead = to ? t('hand.required') : assignee === null ? t('hand.nobody') : `${t('hand.lead')}${free}`
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    const without = assignee === null || (isEmpty(note) && !data?.required && !to)
    const found = { ...(without ? {} : missingIn(note)), ...(whom.toId || whom.teamId ? {} : { whom: t('hand.toWhom') }) }
    setWrong(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      const body = { ...sent(whom), ...(!without && { note }) }
      const done = await changing.run((version) => handoverCalls.handOverOne({ params: { id }, body: { version, ...body } }))
      if (!done) return
      sessionStorage.removeItem(kept)
      toast(t('hand.gone', { number }))
      close()
    } catch (error) {
      setWrong({ all: problemIn(error)?.title ?? words('kit.away') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t('hand.title', { number })} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        noValidate
        className={classes.dialog}
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send()}
      >
        <p className="dim">{lead}</p>
        {wrong.all && (
          <div role="alert">
            <Note tone="red">{wrong.all}</Note>
          </div>
        )}
        <WhomFields organisationId={organisationId} whom={whom} change={setWhom} without={assignee?.id} error={wrong.whom} />
        {assignee && (
          <NoteFields
            note={note}
            wrong={wrong}
            change={(next) => {
              setNote(next)
              sessionStorage.setItem(kept, JSON.stringify(next))
            }}
          />
        )}
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

/** The team answers, or keeps the case: with a note where one must go along. */
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { emptyNote, missingIn, NoteFields, type WrongNote } from '../../handover/web/noteFields.tsx'
import type { Escalation } from '../contract.ts'
import { escalationCalls } from './calls.ts'
import classes from './escalation.module.css'
import { escalationWords } from './texts.ts'

interface Props {
  one: Escalation
  as: 'answer' | 'keep'
  close: () => void
  done: () => void
}
export function AnswerDialog({ one, as, close, done }: Props) {
  const t = useText(escalationWords)
  const words = useWords()
  const [answer, setAnswer] = useState('')
  const [note, setNote] = useState(emptyNote)
  const [asksNote, setAsksNote] = useState(false)
  const [wrong, setWrong] = useState<WrongNote & { answer?: string; all?: string }>({})
  const [busy, setBusy] = useState(false)
  const params = { id: one.id }
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    const found = { ...(as === 'answer' && answer.trim() === '' && { answer: t('esc.needed') }), ...(asksNote && missingIn(note)) }
    setWrong(found)
    if (Object.keys(found).length > 0 || busy) return
    setBusy(true)
    try {
      if (as === 'answer') await escalationCalls.answerEscalation({ params, body: { answer } })
      else await escalationCalls.keepEscalation({ params, body: { answer, ...(asksNote && { note }) } })
      close()
      done()
    } catch (error) {
      const problem = problemIn(error)
      // Here a note goes along: its fields appear, what was typed stays.
      if (problem?.type === 'cases.handoverNeeded' && !asksNote) setAsksNote(true)
      else setWrong({ all: problem?.title ?? words('kit.away') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t(`esc.${as}.title`)} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        noValidate
        className={classes.dialog}
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send()}
      >
        <p className={classes.text}>{one.text}</p>
        {as === 'keep' && <p className="dim">{t('esc.keep.lead')}</p>}
        {wrong.all && (
          <div role="alert">
            <Note tone="red">{wrong.all}</Note>
          </div>
        )}
        <Textarea
          label={t(`esc.${as}.field`)}
          autosize
          minRows={3}
          maxRows={12}
          data-autofocus
          value={answer}
          error={wrong.answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        {asksNote && (
          <>
            <Note tone="amber">{t('esc.keep.note')}</Note>
            <NoteFields note={note} wrong={wrong} change={setNote} />
          </>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('esc.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t(`esc.${as}`)}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

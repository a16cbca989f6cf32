/** Sends work back to who gave it, with a question. */
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Handover } from '../contract.ts'
import { handoverCalls } from './calls.ts'
import classes from './handover.module.css'
import { handoverWords } from './texts.ts'

export function Question({ note, number, close, done }: { note: Handover; number: string; close: () => void; done: () => void }) {
  const t = useText(handoverWords)
  const words = useWords()
  const [question, setQuestion] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setWrong(question.trim() === '')
    if (question.trim() === '' || busy) return
    setBusy(true)
    try {
      await handoverCalls.returnHandover({ params: { id: note.id }, body: { question } })
      toast(t('hand.returned', { number }))
      close()
      done()
    } catch (error) {
      toastProblem(error, t('hand.return'))
    } finally {
      setBusy(false)
    }
  }
  const title = t('hand.return.title', { from: note.from?.name ?? t('hand.someone') })
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Textarea
          label={t('hand.question')}
          autosize
          minRows={3}
          data-autofocus
          value={question}
          error={wrong ? t('hand.needed') : undefined}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('hand.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('hand.return.verb')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

/** What who gets the work can say to it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Handover } from '../contract.ts'
import { handoverCalls } from './calls.ts'
import classes from './handover.module.css'
import { Question } from './question.tsx'
import { handoverWords } from './texts.ts'

export function Answer({ note, number, done }: { note: Handover; number: string; done: () => void }) {
  const t = useText(handoverWords)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const accept = async () => {
    setBusy(true)
    try {
      await handoverCalls.acceptHandover({ params: { id: note.id } })
      toast(t('hand.accepted', { number }))
      done()
    } catch (error) {
      toastProblem(error, t('hand.accept'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={classes.buttons}>
      <Button size="xs" variant="light" loading={busy} onClick={() => void accept()}>
        {t('hand.accept')}
      </Button>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t('hand.return')}
      </Button>
      {asking && <Question note={note} number={number} close={() => setAsking(false)} done={done} />}
    </div>
  )
}

/** One text to all, and when the next one comes. What was typed is kept until it is sent. */
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Major } from '../contract.ts'
import { majorCalls } from './calls.ts'
import { Dialog, instantOf } from './dialog.tsx'
import { majorWords } from './texts.ts'

interface Props {
  major: Major
  close: () => void
  done: () => void
}
export function WriteDialog({ major, close, done }: Props) {
  const t = useText(majorWords)
  const draft = `spil.draft.major/${major.id}`
  const [text, setText] = useState(() => sessionStorage.getItem(draft) ?? '')
  const [next, setNext] = useState('')
  const [wrong, setWrong] = useState(false)
  return (
    <Dialog
      title={t('major.write')}
      lead={t('major.write.lead', { count: major.children })}
      verb={t('major.write.verb')}
      close={close}
      ready={() => {
        setWrong(text.trim() === '')
        return text.trim() !== ''
      }}
      submit={async () => {
        await majorCalls.writeUpdate({ params: { id: major.id }, body: { text, nextUpdateAt: instantOf(next) } })
        sessionStorage.removeItem(draft)
        toast(t('major.write.done'))
        done()
      }}
    >
      <Textarea
        label={t('major.write.text')}
        autosize
        minRows={4}
        maxRows={14}
        data-autofocus
        value={text}
        error={wrong ? t('major.needed') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value)
          sessionStorage.setItem(draft, event.currentTarget.value)
        }}
      />
      <TextInput
        type="datetime-local"
        label={`${t('major.nextUpdate')} (${t('major.optional')})`}
        value={next}
        maw={260}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
    </Dialog>
  )
}

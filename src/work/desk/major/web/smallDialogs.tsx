/** The short questions on a major incident: hang a report under it, solve the reports too, no longer one, look back. */
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Major } from '../contract.ts'
import { majorCalls } from './calls.ts'
import { Dialog } from './dialog.tsx'
import { majorWords } from './texts.ts'

interface Props {
  major: Major
  close: () => void
  done: () => void
}
const filled = (...fields: string[]) => fields.every((field) => field.trim() !== '')

export function AddDialog({ major, close, done }: Props) {
  const t = useText(majorWords)
  const [number, setNumber] = useState('')
  const [wrong, setWrong] = useState('')
  return (
    <Dialog
      title={t('major.add')}
      verb={t('major.add.verb')}
      close={close}
      ready={() => {
        setWrong(filled(number) ? '' : t('major.needed'))
        return filled(number)
      }}
      submit={async () => {
        const result = await majorCalls.addChildren({ params: { id: major.id }, body: { cases: [number.trim()] } })
        const why = result.items[0]?.why
        if (why) throw new Error(why)
        toast(t('major.hang.done', { count: result.done }))
        done()
      }}
    >
      <TextInput
        label={t('major.add.number')}
        placeholder="C-1042"
        data-autofocus
        value={number}
        error={wrong}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
    </Dialog>
  )
}

export function SolveDialog({ major, close, done, given }: Props & { given: { done: string; tested: string } | null }) {
  const t = useText(majorWords)
  const [what, setWhat] = useState(given?.done ?? '')
  const [tested, setTested] = useState(given?.tested ?? '')
  const [tried, setTried] = useState(false)
  const error = (field: string) => (tried && !filled(field) ? t('major.needed') : undefined)
  return (
    <Dialog
      title={t('major.solve')}
      lead={t('major.solve.lead', { count: major.openChildren })}
      verb={t('major.solve')}
      close={close}
      ready={() => {
        setTried(true)
        return filled(what, tested)
      }}
      submit={async () => {
        await majorCalls.solveChildren({ params: { id: major.id }, body: { done: what, tested } })
        toast(t('major.solve.done'))
        done()
      }}
    >
      <Textarea
        label={t('major.solve.doneField')}
        autosize
        minRows={3}
        data-autofocus
        value={what}
        error={error(what)}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <Textarea
        label={t('major.solve.tested')}
        autosize
        minRows={2}
        value={tested}
        error={error(tested)}
        onChange={(event) => setTested(event.currentTarget.value)}
      />
    </Dialog>
  )
}

export function EndDialog({ major, close, done }: Props) {
  const t = useText(majorWords)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <Dialog
      title={t('major.end')}
      verb={t('major.end')}
      close={close}
      ready={() => {
        setTried(true)
        return filled(reason)
      }}
      submit={async () => {
        await majorCalls.endMajor({ params: { id: major.id }, body: { reason } })
        toast(t('major.end.done'))
        done()
      }}
    >
      <Textarea
        label={t('major.reason')}
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        error={tried && !filled(reason) ? t('major.needed') : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}

export function ReviewDialog({ major, close, done }: Props) {
  const t = useText(majorWords)
  const [text, setText] = useState(major.review?.text ?? '')
  const [problem, setProblem] = useState('')
  const [tried, setTried] = useState(false)
  return (
    <Dialog
      title={t('major.review')}
      verb={t('major.review')}
      close={close}
      ready={() => {
        setTried(true)
        return filled(text)
      }}
      submit={async () => {
        await majorCalls.reviewMajor({ params: { id: major.id }, body: { text, ...(filled(problem) && { problem: { title: problem } }) } })
        toast(t('major.review.done'))
        done()
      }}
    >
      <Textarea
        label={t('major.review.text')}
        autosize
        minRows={4}
        data-autofocus
        value={text}
        error={tried && !filled(text) ? t('major.needed') : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {!major.review?.problem && (
        <TextInput
          label={`${t('major.review.problem')} (${t('major.optional')})`}
          description={t('major.review.problem.help')}
          value={problem}
          maxLength={200}
          onChange={(event) => setProblem(event.currentTarget.value)}
        />
      )}
    </Dialog>
  )
}

/** Reached by the code on a screen or the link in a mail, without signing in: what was received, and signing for it. Looking signs nothing. */
import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { usePath } from '#web/kit/links.tsx'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Frozen } from '../contract.ts'
import { signing } from './calls.ts'
import classes from './handout.module.css'
import { Instructions, ReceivedItems, Terms } from './received.tsx'
import { SignForm } from './signForm.tsx'
import { handoutWords } from './texts.ts'

type End = 'signed' | 'declined' | 'over' | 'expired' | 'wrong'
const ends: Readonly<Record<string, End>> = {
  'devices.signing.linkWrong': 'wrong',
  'devices.signing.linkExpired': 'expired',
  'devices.signing.alreadySigned': 'signed',
  'devices.signing.alreadyDeclined': 'declined',
  'devices.signing.over': 'over',
}

export default function SignPage() {
  const t = useText(handoutWords)
  const token = usePath().token ?? ''
  const [end, setEnd] = useState<End>()
  const { data, error, refetch } = useQuery({
    queryKey: ['sign', token],
    queryFn: ({ signal }) => signing.asked({ params: { token } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const ended = end ?? (data?.signing === 'signed' ? 'signed' : data?.over ? 'over' : ends[problemIn(error)?.type ?? ''])
  const refused = (type: string) => {
    const found = ends[type]
    if (found) setEnd(found)
    return found !== undefined
  }
  if (ended)
    return (
      <Sheet title={t(`handout.end.${ended}`)} wide>
        <p role="status" className={classes.large}>
          {t(`handout.end.${ended}.text`)}
        </p>
      </Sheet>
    )
  if (!data)
    return (
      <Sheet title={t('handout.page.title')} wide>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons rows={6} />}
      </Sheet>
    )
  return (
    <Sheet title={t('handout.page.title')} lead={t('handout.page.lead', { name: data.receiver })} wide>
      <div className={classes.large}>
        <Shown frozen={data} photo={(id) => `/api/devices/sign/${token}/photos/${id}`} />
        <SignForm
          withTerms={data.terms !== null}
          refused={refused}
          send={async (signature) => {
            await signing.sign({ params: { token }, body: { signature, declared: true } })
            setEnd('signed')
          }}
        />
        <Decline
          refused={refused}
          send={async (why) => {
            await signing.decline({ params: { token }, body: { why } })
            setEnd('declined')
          }}
        />
      </div>
    </Sheet>
  )
}

function Shown({ frozen, photo }: { frozen: Frozen; photo: (id: string) => string }) {
  const t = useText(handoutWords)
  return (
    <>
      <p className="dim">
        <span className="mono">{frozen.number}</span> · {t('handout.page.from', { organisation: frozen.organisation, name: frozen.issuedBy })} ·{' '}
        <Time at={frozen.issuedAt} as="day" />
      </p>
      {frozen.dueOn && (
        <Note>
          {t('handout.page.loan')} <Time at={`${frozen.dueOn}T12:00:00Z`} as="day" />
        </Note>
      )}
      <h2>{t('handout.page.received')}</h2>
      <ReceivedItems items={frozen.items} photo={photo} />
      {frozen.note !== '' && <p>{frozen.note}</p>}
      {frozen.instructions.length > 0 && (
        <>
          <h2>{t('handout.instructions')}</h2>
          <Instructions instructions={frozen.instructions} />
        </>
      )}
      {frozen.terms && (
        <>
          <h2>{t('handout.terms')}</h2>
          <Terms terms={frozen.terms} />
        </>
      )}
      <h2>{t('handout.signature')}</h2>
    </>
  )
}

function Decline({ send, refused }: { send: (why: string) => Promise<void>; refused: (type: string) => boolean }) {
  const t = useText(handoutWords)
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await send(why.trim())
    } catch (error) {
      const problem = problemIn(error)
      if (!refused(problem?.type ?? '')) setWrong(problem?.title ?? t('handout.failed'))
    } finally {
      setBusy(false)
    }
  }
  if (!open)
    return (
      <Button variant="subtle" color="gray" onClick={() => setOpen(true)}>
        {t('handout.page.decline')}
      </Button>
    )
  return (
    <form className={classes.stack} onSubmit={(event) => void submit(event)}>
      <Textarea
        size="md"
        label={t('handout.page.declineWhat')}
        autosize
        minRows={2}
        maxLength={1000}
        value={why}
        error={wrong}
        data-autofocus
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <div className={classes.deeds}>
        <Button type="submit" variant="default" loading={busy} disabled={why.trim() === ''}>
          {t('handout.page.declineGo')}
        </Button>
        <Button variant="subtle" onClick={() => setOpen(false)}>
          {t('handout.page.back')}
        </Button>
      </div>
    </form>
  )
}

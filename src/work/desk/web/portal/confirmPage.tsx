/** Reached from the mail, without signing in: what was done, does it work, is it back? And afterwards: how satisfied are you? */
import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type * as z from 'zod'
import { problemIn } from '#web/kit/api.ts'
import { useGo, usePath } from '#web/kit/links.tsx'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { failsIn, Questions, triedOf, useTried } from '../../closing/web/questions.tsx'
import { closingWords } from '../../closing/web/texts.ts'
import type { deskPortal } from '../../portal/contract.ts'
import { Rate } from '../../satisfaction/web/rate.tsx'
import classes from './portal.module.css'
import { portalCalls } from './portalCalls.ts'
import { portalWords } from './texts.ts'

type Asked = z.output<(typeof deskPortal)['confirmState']['reply']>
type Told = z.output<(typeof deskPortal)['confirmByLink']['reply']>
type End = 'used' | 'expired' | 'wrong'
const ends: Readonly<Record<string, End>> = {
  'desk.portal.linkWrong': 'wrong',
  'desk.portal.linkExpired': 'expired',
  'desk.portal.linkUsed': 'used',
}

export default function ConfirmPage() {
  const t = useText(portalWords)
  const token = usePath().token ?? ''
  const [end, setEnd] = useState<End>()
  const [told, setTold] = useState<Told>()
  const { data, error, refetch } = useQuery({
    queryKey: ['confirm', token],
    queryFn: ({ signal }) => portalCalls.confirmState({ params: { token } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  if (told)
    return (
      <Answered
        told={told}
        again={() => {
          setTold(undefined)
          void refetch()
        }}
      />
    )
  const ended = end ?? ends[problemIn(error)?.type ?? ''] ?? (data?.answered && !data.back ? 'used' : undefined)
  if (ended) return <Ended end={ended} number={data?.number ?? ''} />
  if (!data)
    return (
      <Sheet title={t('portal.confirm.title')} wide>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons rows={6} />}
      </Sheet>
    )
  return data.back ? (
    <Back token={token} data={data} onTold={setTold} onEnd={setEnd} />
  ) : (
    <Sheet title={t('portal.confirm.title')} lead={t('portal.confirm.lead', { organisation: data.organisation, number: data.number })} wide>
      <About data={data} />
      <Choose token={token} data={data} onTold={setTold} onEnd={setEnd} />
    </Sheet>
  )
}

function About({ data }: { data: Asked }) {
  const t = useText(portalWords)
  const rows = [
    { label: t('portal.confirm.about'), value: <strong>{data.title}</strong> },
    { label: t('portal.case.whatDone'), value: data.done },
    ...(data.tested ? [{ label: t('portal.confirm.tested'), value: data.tested }] : []),
  ]
  return (
    <dl className={classes.facts}>
      {rows.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={classes.said}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

interface Answering {
  token: string
  data: Asked
  onTold: (told: Told) => void
  onEnd: (end: End) => void
}
function useSending({ token, onTold, onEnd }: Answering) {
  const words = useWords()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const send = async (works: boolean, text: string, steps: ReturnType<typeof triedOf> = []) => {
    setBusy(true)
    try {
      onTold(await portalCalls.confirmByLink({ params: { token }, body: { works, steps, ...(text.trim() && { text: text.trim() }) } }))
    } catch (thrown) {
      const problem = problemIn(thrown)
      const end = ends[problem?.type ?? '']
      if (end) onEnd(end)
      else setError(problem?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return { send, error, setError, busy }
}

function Choose(props: Answering) {
  const { data } = props
  const t = useText(portalWords)
  const own = useText(closingWords)
  const words = useWords()
  const [works, setWorks] = useState<boolean>()
  const [text, setText] = useState('')
  const [tried, setTried] = useTried(data.questions)
  const { send, error, setError, busy } = useSending(props)
  const field = useRef<HTMLTextAreaElement>(null)
  const answer = async (yes: boolean) => {
    if (!yes && text.trim() === '' && !failsIn(tried)) {
      setWorks(false)
      if (works === false) setError(t('portal.report.needed'))
      field.current?.focus()
      return
    }
    await send(yes, text, triedOf(tried))
  }
  return (
    <form
      className={classes.quiet}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void answer(works ?? true)
      }}
    >
      {data.askedAgain && <Note tone="amber">{own('again.reporter')}</Note>}
      <Questions questions={data.questions} tried={tried} change={setTried} />
      <Textarea
        ref={field}
        label={
          works === false ? (
            t('portal.case.notYet.what')
          ) : (
            <>
              {t('portal.confirm.text')} <span className={classes.optional}>({words('kit.optional')})</span>
            </>
          )
        }
        autosize
        minRows={2}
        maxRows={12}
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <div className={classes.big}>
        <Button
          size="md"
          variant={works === false ? 'default' : 'filled'}
          disabled={busy && works === false}
          loading={busy && works !== false}
          onClick={() => void answer(true)}
        >
          {t('portal.case.works')}
        </Button>
        <Button size="md" variant={works === false ? 'filled' : 'default'} loading={busy && works === false} onClick={() => void answer(false)}>
          {t(works === false ? 'portal.case.notYet.send' : 'portal.case.notYet')}
        </Button>
      </div>
    </form>
  )
}

/** It is closed: the same link says that the problem is back. */
function Back(props: Answering) {
  const { data } = props
  const t = useText(portalWords)
  const own = useText(closingWords)
  const [text, setText] = useState('')
  const { send, error, setError, busy } = useSending(props)
  return (
    <Sheet title={own('back.title')} lead={own('back.lead', { number: data.number })} wide>
      <About data={data} />
      <form
        className={classes.quiet}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() === '') setError(t('portal.report.needed'))
          else void send(false, text)
        }}
      >
        <Textarea
          label={t('portal.case.back.what')}
          autosize
          minRows={3}
          maxRows={12}
          value={text}
          error={error}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setError(undefined)
          }}
        />
        {data.reopenUntil && (
          <p className="dim small">
            {own('back.until')} <Time at={data.reopenUntil} as="absolute" />
          </p>
        )}
        <div>
          <Button type="submit" size="md" loading={busy}>
            {t('portal.case.back.send')}
          </Button>
        </div>
      </form>
      {data.rate && <Rate token={data.rate} />}
    </Sheet>
  )
}

function Answered({ told, again }: { told: Told; again: () => void }) {
  const t = useText(portalWords)
  const own = useText(closingWords)
  const { number, outcome, rate } = told
  if (outcome === 'askedAgain')
    return (
      <Sheet title={own('askedAgain.title')} wide>
        <p role="status">{own('askedAgain.text', { number })}</p>
        <Button mt="lg" onClick={again}>
          {own('askedAgain.choose')}
        </Button>
      </Sheet>
    )
  if (outcome === 'reopened')
    return (
      <Sheet title={own('reopened.title')} wide>
        <p role="status">{own('reopened.text', { number })}</p>
      </Sheet>
    )
  const end = outcome === 'confirmed' ? 'worked' : 'notWorked'
  return (
    <Sheet title={t(`portal.confirm.${end}`)} wide>
      <p role="status">{t(`portal.confirm.${end}.text`, { number })}</p>
      {outcome === 'confirmed' && rate && (
        <div className={classes.quiet}>
          <Rate token={rate} />
        </div>
      )}
    </Sheet>
  )
}

function Ended({ end, number }: { end: End; number: string }) {
  const t = useText(portalWords)
  const go = useGo()
  return (
    <Sheet title={t(`portal.confirm.${end}`)} wide>
      <p role="status">{t(`portal.confirm.${end}.text`, { number })}</p>
      {end !== 'wrong' && (
        <Button variant="default" mt="lg" onClick={() => go('/portal')}>
          {t('portal.confirm.signIn')}
        </Button>
      )}
    </Sheet>
  )
}

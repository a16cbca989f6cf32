/** Reached from the mail, without signing in: what was done, and does it work? */
import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useGo, usePath } from '#web/kit/links.tsx'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import classes from './portal.module.css'
import { portalCalls } from './portalCalls.ts'
import { portalWords } from './texts.ts'

type End = 'worked' | 'notWorked' | 'used' | 'expired' | 'wrong'
const ends: Readonly<Record<string, End>> = {
  'desk.portal.linkWrong': 'wrong',
  'desk.portal.linkExpired': 'expired',
  'desk.portal.linkUsed': 'used',
}

export default function ConfirmPage() {
  const t = useText(portalWords)
  const token = usePath().token ?? ''
  const [end, setEnd] = useState<End>()
  const { data, error, refetch } = useQuery({
    queryKey: ['confirm', token],
    queryFn: ({ signal }) => portalCalls.confirmState({ params: { token } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const ended = end ?? (data?.answered ? 'used' : ends[problemIn(error)?.type ?? ''])
  if (ended) return <Ended end={ended} number={data?.number ?? ''} />
  if (!data)
    return (
      <Sheet title={t('portal.confirm.title')} wide>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons rows={6} />}
      </Sheet>
    )
  return (
    <Sheet title={t('portal.confirm.title')} lead={t('portal.confirm.lead', { organisation: data.organisation, number: data.number })} wide>
      <dl className={classes.facts}>
        <div>
          <dt>{t('portal.confirm.about')}</dt>
          <dd className={classes.said}>
            <strong>{data.title}</strong>
          </dd>
        </div>
        <div>
          <dt>{t('portal.case.whatDone')}</dt>
          <dd className={classes.said}>{data.done}</dd>
        </div>
        {data.tested && (
          <div>
            <dt>{t('portal.confirm.tested')}</dt>
            <dd className={classes.said}>{data.tested}</dd>
          </div>
        )}
      </dl>
      <Choose token={token} onEnd={setEnd} />
    </Sheet>
  )
}

function Choose({ token, onEnd }: { token: string; onEnd: (end: End) => void }) {
  const t = useText(portalWords)
  const words = useWords()
  const [works, setWorks] = useState<boolean>()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const send = async (answer: boolean) => {
    if (!answer && text.trim() === '') {
      setWorks(false)
      if (works === false) setError(t('portal.report.needed'))
      field.current?.focus()
      return
    }
    setBusy(true)
    try {
      await portalCalls.confirmByLink({ params: { token }, body: { works: answer, ...(text.trim() && { text: text.trim() }) } })
      onEnd(answer ? 'worked' : 'notWorked')
    } catch (thrown) {
      const problem = problemIn(thrown)
      const end = ends[problem?.type ?? '']
      if (end) onEnd(end)
      else setError(problem?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={classes.quiet}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void send(works ?? true)
      }}
    >
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
          onClick={() => void send(true)}
        >
          {t('portal.case.works')}
        </Button>
        <Button size="md" variant={works === false ? 'filled' : 'default'} loading={busy && works === false} onClick={() => void send(false)}>
          {t(works === false ? 'portal.case.notYet.send' : 'portal.case.notYet')}
        </Button>
      </div>
    </form>
  )
}

function Ended({ end, number }: { end: End; number: string }) {
  const t = useText(portalWords)
  const go = useGo()
  return (
    <Sheet title={t(`portal.confirm.${end}`)} wide>
      <p role="status">{t(`portal.confirm.${end}.text`, { number })}</p>
      {(end === 'used' || end === 'expired') && (
        <Button variant="default" mt="lg" onClick={() => go('/portal')}>
          {t('portal.confirm.signIn')}
        </Button>
      )}
    </Sheet>
  )
}

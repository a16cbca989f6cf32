/** One of my reports: what was said, an answer, and when it is solved: does it work? */
import { Button, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Composer } from '#web/kit/composer.tsx'
import { usePath } from '#web/kit/links.tsx'
import { useLive } from '#web/kit/live.ts'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { Timeline } from '#web/kit/timeline.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { failsIn, Questions, triedOf, useTried } from '../../closing/web/questions.tsx'
import { closingWords } from '../../closing/web/texts.ts'
import type { MyCase } from '../../portal/contract.ts'
import { attach } from '../calls.ts'
import { Files } from '../case/files.tsx'
import { useFreshOnArrival } from '../fresh.ts'
import { Parts } from '../part.tsx'
import { myCaseParts } from './parts.ts'
import classes from './portal.module.css'
import { portalCalls } from './portalCalls.ts'
import { Says } from './says.tsx'
import { portalWords } from './texts.ts'

export default function MyCasePage() {
  const t = useText(portalWords)
  const number = (usePath().number ?? '').toUpperCase()
  const queries = useQueryClient()
  const key = ['portal', 'case', number]
  useFreshOnArrival(key)
  const { data, error, refetch } = useLoad({ key, load: (signal) => portalCalls.myCase({ params: { id: number } }, { signal }) })
  useLive({ about: [`case/${data?.id ?? ''}`] }, () => void queries.invalidateQueries({ queryKey: key }))
  return (
    <Page title={data?.title ?? t('portal.case', { number })} under={[{ label: t('portal.title'), to: '/portal' }]} width="form">
      {data ? (
        <MyReport one={data} show={(now) => queries.setQueryData(key, now)} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Skeletons kind="page" rows={6} />
      )}
    </Page>
  )
}

interface Props {
  one: MyCase
  show: (now: MyCase) => void
}
function MyReport({ one, show }: Props) {
  const t = useText(portalWords)
  return (
    <>
      <div className={classes.head}>
        <span className="mono">{one.number}</span>
        <Says state={one.state} waitingFor={one.waitingFor} />
        <span>{one.assignee ? t('portal.case.by', { name: one.assignee.name }) : one.state === 'new' && t('portal.case.byNobody')}</span>
        {one.dueAt && (
          <span>
            {t('portal.case.due')} <Time at={one.dueAt} as="absolute" />
          </span>
        )}
      </div>
      <Parts parts={myCaseParts} props={{ one, show }} />
      {one.may.confirm && <Test one={one} show={show} />}
      <section className={classes.conversation} aria-label={t('portal.case.conversation')}>
        <Timeline label={t('portal.case.conversation')} entries={useTold(one)} />
        {one.may.answer && <Answer one={one} show={show} />}
      </section>
      <Quiet one={one} show={show} />
    </>
  )
}

function useTold(one: MyCase) {
  const t = useText(portalWords)
  const filesOf = (entryId: string | null) => {
    const files = one.attachments.filter((file) => file.entryId === entryId)
    return files.length > 0 ? { foot: <Files files={files} /> } : {}
  }
  const opening = one.entries.find((entry) => entry.at === one.openedAt && entry.text.trim() === one.text.trim())
  const first = {
    id: opening?.id ?? 'report',
    at: one.openedAt,
    by: t('portal.case.you'),
    kind: 'said' as const,
    detail: t('portal.case.reported'),
    content: one.text.trim() || one.title,
    ...filesOf(null),
    ...(opening && one.attachments.some(({ entryId }) => entryId === opening.id) && filesOf(opening.id)),
  }
  const said = one.entries
    .filter((entry) => entry !== opening)
    .map((entry) => ({
      id: entry.id,
      at: entry.at,
      by: entry.mine ? t('portal.case.you') : (entry.by?.name ?? t('portal.case.spil')),
      kind: entry.kind === 'system' ? ('done' as const) : ('said' as const),
      ...(entry.kind === 'solution' && { detail: t('portal.case.whatDone') }),
      ...(entry.kind === 'test' && !entry.mine && { detail: t('portal.confirm.tested') }),
      content: entry.text,
      ...filesOf(entry.id),
    }))
  return [first, ...said]
}

/** "It works" or "not yet"; the second asks what, unless a step that was tried says it. */
function Test({ one, show }: Props) {
  const t = useText(portalWords)
  const own = useText(closingWords)
  const [saying, setSaying] = useState(false)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useTried(one.questions)
  const params = { id: one.id }
  const told = (now: MyCase, done: string) => {
    show(now)
    toast(now.askedAgain ? own('askedAgain.title') : done)
    setSaying(false)
  }
  const send = async (works: boolean) => {
    setBusy(true)
    try {
      const steps = triedOf(tried)
      if (works) told(await portalCalls.myConfirm({ params, body: { steps } }), t('portal.case.thanks'))
      else told(await portalCalls.myReject({ params, body: { steps } }), t('portal.case.reopened'))
    } catch (error) {
      toastProblem(error, t(works ? 'portal.case.works' : 'portal.case.notYet'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={classes.panel} aria-label={t('portal.case.test')}>
      <div>
        <h2>{t('portal.case.test')}</h2>
        <p>{one.askedAgain ? own('again.reporter') : t('portal.case.test.text')}</p>
      </div>
      {one.solution && (
        <div>
          <p className="dim small">{t('portal.case.whatDone')}</p>
          <p className={classes.said}>{one.solution.done}</p>
        </div>
      )}
      <Questions questions={one.questions} tried={tried} change={setTried} />
      {saying ? (
        <Say
          label={t('portal.case.notYet.what')}
          verb={t('portal.case.notYet.send')}
          leave={() => setSaying(false)}
          send={async (text) => told(await portalCalls.myReject({ params, body: { text, steps: triedOf(tried) } }), t('portal.case.reopened'))}
        />
      ) : (
        <div className={classes.big}>
          <Button size="md" loading={busy} onClick={() => void send(true)}>
            {t('portal.case.works')}
          </Button>
          <Button size="md" variant="default" disabled={busy} onClick={() => (failsIn(tried) ? void send(false) : setSaying(true))}>
            {t('portal.case.notYet')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Answer({ one, show }: Props) {
  const t = useText(portalWords)
  return (
    <Composer
      draft={`mine/${one.id}`}
      files
      publicLabel={t('portal.case.answer')}
      placeholder={t('portal.case.placeholder')}
      send={async ({ text, files }) => {
        const attachmentIds: string[] = []
        for (const file of files) attachmentIds.push((await attach(one.id, file, 'public')).id)
        show(await portalCalls.answer({ params: { id: one.id }, body: { text: text || t('portal.case.attached'), attachmentIds } }))
      }}
    />
  )
}

/** What is seldom needed: it is back, or it is no longer needed. */
function Quiet({ one, show }: Props) {
  const t = useText(portalWords)
  const [asking, setAsking] = useState<'reopen' | 'cancel'>()
  if (!one.may.reopen && !one.may.cancel) return null
  const params = { id: one.id }
  return (
    <div className={classes.quiet}>
      {!asking && (
        <div className={classes.actions}>
          {one.may.reopen && (
            <Button variant="default" onClick={() => setAsking('reopen')}>
              {t('portal.case.back')}
            </Button>
          )}
          {one.may.cancel && (
            <Button variant="subtle" color="gray" onClick={() => setAsking('cancel')}>
              {t('portal.case.withdraw')}
            </Button>
          )}
        </div>
      )}
      {asking === 'reopen' && (
        <Say
          label={t('portal.case.back.what')}
          verb={t('portal.case.back.send')}
          leave={() => setAsking(undefined)}
          send={async (text) => {
            const now = await portalCalls.myReopen({ params, body: { text } })
            if (now.id === one.id) show(now)
            else location.assign(`/portal/cases/${now.number}`)
            toast(t('portal.case.reopened'))
            setAsking(undefined)
          }}
        />
      )}
      {asking === 'cancel' && (
        <Say
          label={t('portal.case.withdraw.what')}
          verb={t('portal.case.withdraw.send')}
          leave={() => setAsking(undefined)}
          send={async (reason) => {
            show(await portalCalls.myCancel({ params, body: { reason } }))
            toast(t('portal.case.withdrawn'))
            setAsking(undefined)
          }}
        />
      )}
    </div>
  )
}

function Say({ label, verb, send, leave }: { label: string; verb: string; send: (text: string) => Promise<void>; leave: () => void }) {
  const t = useText(portalWords)
  const words = useWords()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const go = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return setError(t('portal.report.needed'))
    setBusy(true)
    try {
      await send(text.trim())
    } catch (thrown) {
      setError(problemIn(thrown)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={classes.quiet} noValidate onSubmit={(event) => void go(event)}>
      <Textarea
        label={label}
        autoFocus
        autosize
        minRows={3}
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {verb}
        </Button>
        <Button variant="default" onClick={leave}>
          {t('portal.case.leave')}
        </Button>
      </div>
    </form>
  )
}

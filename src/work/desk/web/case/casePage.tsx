/** One case: its story at the left, its facts at the right, the next step on top. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Composer } from '#web/kit/composer.tsx'
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { useGo, usePath } from '#web/kit/links.tsx'
import { useLive } from '#web/kit/live.ts'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { RecordPage } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { Timeline } from '#web/kit/timeline.tsx'
import { toast } from '#web/kit/toast.tsx'
import type { CasePage as CasePageShape } from '../../contract.ts'
import { mergingWords } from '../../merging/web/texts.ts'
import { useWentTo } from '../../splitting/web/calls.ts'
import { useComposerHelp } from '../../watching/web/composerHelp.ts'
import { attach, calls } from '../calls.ts'
import { useFreshOnArrival } from '../fresh.ts'
import { CaseState, Confidential, PriorityMark } from '../marksOfCase.tsx'
import { Parts } from '../part.tsx'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'
import { type Changing, useChanging } from './change.tsx'
import { useFactGroups } from './facts.tsx'
import { useHere } from './here.ts'
import { useMailsOf } from './mails.ts'
import { Moves } from './moves.tsx'
import { caseNotices } from './parts.ts'
import { historySize, storyOf } from './story.ts'
import { UnderYourHands, useOthersChanges } from './under.tsx'

export default function CasePage() {
  const number = (usePath().number ?? '').toUpperCase()
  const go = useGo()
  // A reporter who finds the case by searching reads it where reporters do.
  const mayRead = useMay('desk.read')
  useEffect(() => {
    if (!mayRead) go(`/portal/cases/${number}`, { replace: true })
  }, [mayRead, go, number])
  return mayRead ? <LoadedCase key={number} number={number} /> : null
}

function LoadedCase({ number }: { number: string }) {
  const t = useText(deskWords)
  const go = useGo()
  const key = useMemo(() => ['desk', 'case', number], [number])
  useFreshOnArrival(key)
  const { data, error, refetch } = useLoad({ key, load: (signal) => calls.case({ params: { id: number } }, { signal }) })
  const merging = useText(mergingWords)
  const led = data && data.case.number !== number ? data.case.number : undefined
  useEffect(() => {
    if (!led) return
    toast(merging('merge.led', { from: number, into: led }))
    go(`/desk/cases/${led}`, { replace: true })
  }, [led, number, go, merging])
  if (data && !led) return <Case page={data} caseKey={key} />
  if (error && problemIn(error)?.status === 404)
    return (
      <Page title={number} under={[{ label: t('desk.title'), to: '/desk' }]}>
        <Empty title={t('desk.case.gone')} action={<Button onClick={() => go('/desk')}>{t('desk.title')}</Button>} />
      </Page>
    )
  return (
    <Page title={number} under={[{ label: t('desk.title'), to: '/desk' }]}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons kind="page" rows={8} />}
    </Page>
  )
}

function Case({ page, caseKey }: { page: CasePageShape; caseKey: readonly unknown[] }) {
  const t = useText(deskWords)
  const queries = useQueryClient()
  const changing = useChanging(page, caseKey)
  const { others, onWrite } = useHere(page.case.id, page.here, page.mayWork)
  const historyKey = useMemo(() => ['desk', 'history', page.case.id], [page.case.id])
  const history = useLoad({
    key: historyKey,
    load: (signal) => calls.history({ params: { id: page.case.id }, query: { limit: historySize } }, { signal }),
    about: [`case/${page.case.id}`],
  }).data?.items
  useLive({ about: [`case/${page.case.id}`] }, () => void queries.invalidateQueries({ queryKey: caseKey }))
  const { changes, seen } = useOthersChanges(history)
  const earlier = useEarlier(page)
  const facts = useFactGroups({ page, changing })
  const mails = useMailsOf(page)
  const went = useWentTo(page.case.id)
  const story = useMemo(() => storyOf(page, earlier.entries, history ?? [], { mails, went }, t), [page, earlier.entries, history, mails, went, t])
  return (
    <>
      <RecordPage
        number={page.case.number}
        title={page.case.title}
        under={[{ label: t('desk.title'), to: '/desk' }]}
        titleField={<Title page={page} changing={changing} />}
        state={
          <>
            {page.case.confidential && <Confidential />}
            <CaseState state={page.case.state} waitingFor={page.case.waitingFor} />
            <PriorityMark priority={page.case.priority} />
            <Others others={others} />
          </>
        }
        actions={<Moves page={page} changing={changing} />}
        notice={
          <>
            <UnderYourHands changes={changes} seen={seen} page={page} />
            <Parts parts={caseNotices} props={{ page, changing }} />
          </>
        }
        facts={facts}
        {...(page.mayWork && { composer: <Answer page={page} changing={changing} onWrite={onWrite} /> })}
      >
        <div>
          {earlier.more && (
            <div className={classes.earlier}>
              <Button size="xs" variant="default" loading={earlier.busy} onClick={earlier.more}>
                {t('desk.case.earlier')}
              </Button>
            </div>
          )}
          <Timeline entries={story} />
        </div>
      </RecordPage>
      {changing.dialog}
    </>
  )
}

/** Entries that came before the last 200, loaded when asked for. */
function useEarlier(page: CasePageShape) {
  const [loaded, setLoaded] = useState<{ entries: CasePageShape['entries']; before: string | null }>()
  const [busy, setBusy] = useState(false)
  const before = loaded ? loaded.before : page.earlier
  const load = async (from: string) => {
    setBusy(true)
    try {
      const more = await calls.entries({ params: { id: page.case.id }, query: { before: from } })
      setLoaded({ entries: [...more.entries, ...(loaded?.entries ?? [])], before: more.earlier })
    } finally {
      setBusy(false)
    }
  }
  const none = useMemo(() => [], [])
  return { entries: loaded?.entries ?? none, busy, more: before ? () => void load(before) : undefined }
}

function Title({ page, changing }: { page: CasePageShape; changing: Changing }) {
  const t = useText(deskWords)
  return (
    <div className={classes.titleField} onFocusCapture={changing.begin}>
      <EditInPlace
        label={t('cases.field.title')}
        value={page.case.title}
        maxLength={200}
        saved={t('desk.case.saved', { what: t('cases.field.title') })}
        save={(title) => changing.run((version) => calls.edit({ params: { id: page.case.id }, body: { version, title } }))}
        {...(!page.mayWork && { refused: t('desk.case.readOnly') })}
      />
    </div>
  )
}

function Others({ others }: { others: CasePageShape['here'] }) {
  const t = useText(deskWords)
  return (
    <span className={classes.here} role="status">
      {others.map(({ person, writing }) => (
        <span key={person.id}>{t(writing ? 'desk.case.writing' : 'desk.case.looking', { name: person.name })}</span>
      ))}
    </span>
  )
}

function Answer({ page, changing, onWrite }: { page: CasePageShape; changing: Changing; onWrite: () => void }) {
  const t = useText(deskWords)
  const [progress, setProgress] = useState('')
  const { suggest, mentionsIn } = useComposerHelp(page)
  const send = useCallback(
    async ({ text, internal, files }: { text: string; internal: boolean; files: readonly File[] }) => {
      const visibility = internal ? 'internal' : 'public'
      const attachmentIds: string[] = []
      try {
        for (const [at, file] of files.entries()) {
          setProgress(t('desk.upload.progress', { at: at + 1, count: files.length, name: file.name }))
          attachmentIds.push((await attach(page.case.id, file, visibility)).id)
        }
        const { id } = await calls.addEntry({
          params: { id: page.case.id },
          body: { visibility, text: text || t('desk.case.attached'), attachmentIds, mentions: mentionsIn(text) },
        })
        await changing.reload()
        requestAnimationFrame(() => document.getElementById(`entry-${id}`)?.scrollIntoView({ block: 'center' }))
      } finally {
        setProgress('')
      }
    },
    [page.case.id, changing, mentionsIn, t],
  )
  return (
    <div onInput={onWrite}>
      <Composer
        draft={`case/${page.case.id}`}
        internal
        files
        suggest={suggest}
        publicLabel={t('desk.case.answerTo', { name: page.case.reporter.name })}
        placeholder={t('desk.case.placeholder')}
        extra={
          <span className="dim small" role="status">
            {progress}
          </span>
        }
        send={send}
      />
    </div>
  )
}

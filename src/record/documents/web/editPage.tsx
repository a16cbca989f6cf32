/** Writing a page: Markdown at the left, how it reads at the right. Nothing typed is lost, also not when somebody else saved first. */
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useGo, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { DocumentPage, Newer } from '../contract.ts'
import { documentCalls } from './calls.ts'
import { Conflict } from './conflict.tsx'
import classes from './documents.module.css'
import { Drawn, WritingArea } from './editor.tsx'
import { documentWords } from './texts.ts'

export default function EditPage() {
  const t = useText(documentWords)
  const id = usePath().id ?? ''
  // Loaded once: what somebody else saves meanwhile must not change what is being written.
  const { data, error } = useLoad({ key: ['documents', 'edit', id], load: (signal) => documentCalls.document({ params: { id } }, { signal }) })
  return (
    <Page
      title={data ? t('doc.editing', { title: data.title }) : t('doc.edit')}
      under={[
        { label: t('doc.title'), to: '/documents' },
        { label: data?.title ?? '', to: `/documents/${id}` },
      ]}
    >
      {error && !data && <Failure error={error} />}
      {!data && !error && <Skeletons rows={12} />}
      {data && <Writing doc={data} />}
    </Page>
  )
}

interface Draft {
  text: string
  note: string
  /** The version that the writing began from, and its text. */
  base: number
  baseText: string
  /** My own text, put aside while going on with somebody else's. */
  aside?: string
}
/** What is being written, kept in this tab until it is saved. */
function useDraft(doc: DocumentPage) {
  const key = `spil.draft.document.${doc.id}`
  const fresh: Draft = { text: doc.shown.text ?? '', note: '', base: doc.latest, baseText: doc.shown.text ?? '' }
  const [kept] = useState(() => sessionStorage.getItem(key))
  const [draft, setDraft] = useState<Draft>(() => (kept === null ? fresh : (JSON.parse(kept) as Draft)))
  const [restored, setRestored] = useState(kept !== null)
  const forget = () => {
    sessionStorage.removeItem(key)
    setRestored(false)
  }
  return {
    draft,
    restored,
    change(part: Partial<Draft>) {
      const next = { ...draft, ...part }
      setDraft(next)
      sessionStorage.setItem(key, JSON.stringify(next))
    },
    forget,
    startOver() {
      forget()
      setDraft(fresh)
    },
  }
}

function Writing({ doc }: { doc: DocumentPage }) {
  const t = useText(documentWords)
  const words = useWords()
  const go = useGo()
  const reload = useReload()
  const { draft, restored, change, forget, startOver } = useDraft(doc)
  const [newer, setNewer] = useState<Newer>()
  const [said, setSaid] = useState<string>()
  const [busy, setBusy] = useState(false)
  const save = async (base = draft.base) => {
    if (busy) return
    setBusy(true)
    setSaid(undefined)
    try {
      const now = await documentCalls.saveText({ params: { id: doc.id }, body: { base, text: draft.text, note: draft.note } })
      forget()
      await reload(['documents'])
      toast(t('doc.saved', { number: now.latest }))
      go(`/documents/${doc.id}`)
    } catch (error) {
      const problem = problemIn(error)
      if (problem?.type === 'documents.changed') setNewer(problem.data as Newer)
      else setSaid(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {restored && (
        <Note tone="grey">
          {t('doc.draft')}{' '}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={startOver}>
            {t('doc.draft.forget')}
          </Button>
        </Note>
      )}
      {said && (
        <div role="alert">
          <Note tone="red">{said}</Note>
        </div>
      )}
      {newer && (
        <Conflict
          id={doc.id}
          newer={newer}
          draft={draft}
          keepMine={() => void save(newer.latest)}
          take={(theirs) => {
            change({ text: theirs, base: newer.latest, baseText: theirs, aside: draft.text })
            setNewer(undefined)
          }}
        />
      )}
      {draft.aside !== undefined && (
        <Note tone="grey">
          {t('doc.conflict.kept')}{' '}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => change({ text: draft.aside ?? '', aside: draft.text })}>
            {t('doc.conflict.back')}
          </Button>
        </Note>
      )}
      <div className={classes.editor}>
        <WritingArea text={draft.text} write={(text) => change({ text })} save={() => void save()} />
        <Drawn text={draft.text} />
      </div>
      <div className={classes.foot}>
        <TextInput label={t('doc.note')} value={draft.note} maxLength={500} onChange={(event) => change({ note: event.currentTarget.value })} />
        <Button type="submit" loading={busy}>
          {t('doc.save')}
        </Button>
        <Button variant="default" onClick={() => go(`/documents/${doc.id}`)}>
          {t('doc.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** One document: what stands in it at the left; for whom it is, its versions and what it hangs on at the right. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { Link, listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { type FactGroup, RecordPage } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { DocumentPage as Shown } from '../contract.ts'
import { AudienceFacts } from './audience.tsx'
import { documentCalls } from './calls.ts'
import { About } from './facts.tsx'
import { DocumentState, isLate, Late } from './marks.tsx'
import { NewFile } from './newFile.tsx'
import { Places } from './places.tsx'
import { Preview } from './preview.tsx'
import { documentWords } from './texts.ts'
import { Versions } from './versions.tsx'

export default function DocumentPage() {
  const id = usePath().id ?? ''
  const t = useText(documentWords)
  const { data, error, refetch } = useLoad({
    key: ['documents', 'one', id],
    load: (signal) => documentCalls.document({ params: { id } }, { signal }),
    about: [`document/${id}`],
  })
  if (error && !data)
    return (
      <Page title={t('doc.title')} under={[{ label: t('doc.title'), to: '/documents' }]}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    )
  if (!data) return <Skeletons kind="page" rows={10} />
  return <One doc={data} />
}

/** Shows the document as it is after something was done, and says so. */
export interface Doing {
  doc: Shown
  act: (run: Promise<Shown>, said?: (now: Shown) => string) => Promise<boolean>
}

function useDoing(doc: Shown): Doing {
  const t = useText(documentWords)
  const reload = useReload()
  return {
    doc,
    async act(run, said) {
      try {
        const now = await run
        await reload(['documents'])
        if (said) toast(said(now))
        return true
      } catch (error) {
        toastProblem(error, t('doc.title'))
        await reload(['documents', 'one', doc.id])
        return false
      }
    },
  }
}

function One({ doc }: { doc: Shown }) {
  const t = useText(documentWords)
  const doing = useDoing(doc)
  const staff = useMay('documents.write')
  const [state] = useUrlState()
  const asked = Number(listOf(state.version)[0])
  const older = Number.isInteger(asked) && asked > 0 && asked !== doc.shown.number && doc.mayWrite ? asked : undefined
  const facts: FactGroup[] = [
    { key: 'doc.facts', title: t('doc.facts'), content: <About {...doing} /> },
    ...(doc.mayWrite ? [{ key: 'doc.audience', title: t('doc.audience'), content: <AudienceFacts {...doing} /> }] : []),
    ...(doc.mayWrite ? [{ key: 'doc.versions', title: t('doc.versions'), content: <Versions {...doing} shown={older ?? doc.latest} /> }] : []),
    ...(staff ? [{ key: 'doc.places', title: t('doc.places'), content: <Places {...doing} /> }] : []),
  ]
  const rename = (title: string) => doing.act(documentCalls.change({ params: { id: doc.id }, body: { version: doc.version, title } }))
  return (
    <RecordPage
      title={doc.title}
      under={[staff ? { label: t('doc.title'), to: '/documents' } : { label: t('doc.portal.title'), to: '/portal/documents' }]}
      {...(doc.mayWrite && { titleField: <EditInPlace label={t('doc.list.name')} value={doc.title} maxLength={200} save={rename} /> })}
      state={
        doc.mayWrite && (
          <>
            <DocumentState one={doc} />
            {isLate(doc) && <Late />}
          </>
        )
      }
      actions={doc.mayWrite && <Actions {...doing} />}
      notice={older !== undefined && <Older doc={doc} number={older} />}
      facts={facts}
    >
      {older === undefined ? <Current {...doing} /> : <OlderVersion doc={doc} number={older} />}
    </RecordPage>
  )
}

function Current({ doc, act }: Doing) {
  const readAgain = () => void act(documentCalls.readAgain({ params: { id: doc.id, number: doc.shown.number } }))
  return <Preview id={doc.id} version={doc.shown} readAgain={doc.mayWrite ? readAgain : undefined} />
}

function Older({ doc, number }: { doc: Shown; number: number }) {
  const t = useText(documentWords)
  return (
    <Note>
      {t('doc.version.older', { number })} <Link to={`/documents/${doc.id}`}>{t('doc.version.newest')}</Link>
    </Note>
  )
}

function OlderVersion({ doc, number }: { doc: Shown; number: number }) {
  const { data, error } = useLoad({
    key: ['documents', 'version', doc.id, number],
    load: (signal) => documentCalls.version({ params: { id: doc.id, number } }, { signal }),
  })
  if (error) return <Failure error={error} />
  return data ? <Preview id={doc.id} version={data} /> : <Skeletons rows={8} />
}

/** What is next: publishing when something is not published yet, else editing. */
function Actions({ doc, act }: Doing) {
  const t = useText(documentWords)
  const go = useGo()
  const [withdrawing, setWithdrawing] = useState(false)
  const [file, setFile] = useState(false)
  const fresh = doc.published !== doc.latest
  const variant = fresh ? 'default' : 'filled'
  const params = { id: doc.id }
  return (
    <>
      {fresh && (
        <Button
          onClick={() =>
            void act(documentCalls.publish({ params: { ...params, number: doc.latest }, body: { version: doc.version } }), () =>
              t('doc.published', { number: doc.latest }),
            )
          }
        >
          {t('doc.publish')}
        </Button>
      )}
      {doc.form === 'page' ? (
        <Button variant={variant} onClick={() => go(`/documents/${doc.id}/edit`)}>
          {t('doc.edit')}
        </Button>
      ) : (
        <Button variant={variant} onClick={() => setFile(true)}>
          {t('doc.newVersion')}
        </Button>
      )}
      {doc.published !== null && (
        <Button variant="default" onClick={() => setWithdrawing(true)}>
          {t('doc.withdraw')}
        </Button>
      )}
      {file && <NewFile doc={doc} act={act} close={() => setFile(false)} />}
      <Confirm
        opened={withdrawing}
        onClose={() => setWithdrawing(false)}
        title={t('doc.withdraw.title')}
        consequences={t('doc.withdraw.help')}
        verb={t('doc.withdraw')}
        onConfirm={() => act(documentCalls.withdraw({ params, body: { version: doc.version } }))}
      />
    </>
  )
}

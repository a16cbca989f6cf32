/** Reporting something: four questions in plain words, a photo if it helps. */
import { Button } from '@mantine/core'
import IconCamera from '@tabler/icons-react/dist/esm/icons/IconCamera.mjs'
import { lazy, Suspense, useRef, useState } from 'react'
import { FileList } from '#web/kit/fileField.tsx'
import { Form } from '#web/kit/form.tsx'
import { Link, listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { About } from '../../complaints/contract.ts'
import { deskPortal, howBad, howMany } from '../../portal/contract.ts'
import { attach } from '../calls.ts'
import { Parts } from '../part.tsx'
import { portalNotices, reportParts } from './parts.ts'
import classes from './portal.module.css'
import { portalCalls } from './portalCalls.ts'
import { portalWords } from './texts.ts'

const AboutField = lazy(async () => ({ default: (await import('../../complaints/web/aboutField.tsx')).AboutField }))
const draft = 'desk/report'
/** What was just typed on the page before goes before an older draft. */
function startWith(title: string): string {
  const key = `spil.draft.${draft}`
  const kept = sessionStorage.getItem(key)
  if (kept && title) sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(kept), title }))
  return title
}

export default function ReportPage() {
  const t = useText(portalWords)
  const go = useGo()
  const me = useMe()
  const [search] = useUrlState()
  const [title] = useState(() => startWith(listOf(search.title)[0] ?? ''))
  const [photos, setPhotos] = useState<readonly File[]>([])
  const [progress, setProgress] = useState('')
  const complains = listOf(search.kind)[0] === 'complaint'
  const [complaint, setComplaint] = useState<About>({})
  const organisations = [...new Map((me?.roles ?? []).map((one) => [one.organisationId, one.organisationName]))].map(([value, label]) => ({
    value,
    label,
  }))
  const asked = [
    { name: 'doing', rows: 2 },
    { name: 'howBad', radio: true, options: howBad.map((value) => ({ value, label: t(`desk.portal.howBad.${value}`) })) },
    { name: 'howMany', radio: true, options: howMany.map((value) => ({ value, label: t(`desk.portal.howMany.${value}`) })) },
  ]
  return (
    <Page
      title={t(complains ? 'portal.complain' : 'portal.report')}
      lead={t(complains ? 'portal.complain.lead' : 'portal.report.lead')}
      under={[{ label: t('portal.title'), to: '/portal' }]}
      width="form"
    >
      {!complains && <Parts parts={portalNotices} props={{ at: 'report' }} />}
      <Form
        schema={deskPortal.report.body}
        texts={portalWords}
        prefix="portal.report"
        draft={complains ? `${draft}/complaint` : draft}
        key={String(complains)}
        initial={complains ? { title, kind: 'complaint', howBad: 'canWork', howMany: 'me' } : { title }}
        fields={[
          { name: 'title', autoComplete: 'off', autoFocus: title === '', ...(complains && { label: t('portal.complain.title'), help: '' }) },
          { name: 'text', rows: 3, ...(complains && { label: t('portal.complain.text'), help: '' }) },
          ...(complains ? [] : asked),
          ...(organisations.length > 1 ? [{ name: 'organisationId', options: organisations }] : []),
        ]}
        files={{ label: t('portal.report.files'), help: t('portal.report.files.help') }}
        verb={t(complains ? 'portal.complain.send' : 'portal.report.send')}
        submit={async (report, files) => {
          setProgress(t('portal.report.sending'))
          try {
            const made = await portalCalls.report({ body: { ...report, ...(complains && { complaint }) } })
            const all = [...photos, ...files]
            for (const [at, file] of all.entries()) {
              setProgress(t('portal.report.uploading', { at: at + 1, count: all.length, name: file.name }))
              // The report is in; a file that fails is said and can be added again on its page.
              await attach(made.id, file, 'public').catch(() => toast(t('portal.report.fileFailed', { name: file.name })))
            }
            go(`/portal/thanks/${made.number}`, { replace: true })
          } finally {
            setProgress('')
          }
        }}
        extra={
          <span className="dim small" role="status">
            {progress}
          </span>
        }
      >
        {(values) => (
          <>
            {complains && (
              <Suspense fallback={null}>
                <AboutField value={complaint} onChange={setComplaint} />
              </Suspense>
            )}
            <Photo photos={photos} onChange={setPhotos} />
            {!complains && <Parts parts={reportParts} props={{ values }} />}
          </>
        )}
      </Form>
      <p className={classes.other}>
        <Link to={complains ? '/portal/new' : '/portal/new?kind=complaint'}>{t(complains ? 'portal.complain.not' : 'portal.complain.instead')}</Link>
      </p>
    </Page>
  )
}

/** Opens the camera on a phone; elsewhere it chooses a picture. */
function Photo({ photos, onChange }: { photos: readonly File[]; onChange: (photos: readonly File[]) => void }) {
  const t = useText(portalWords)
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={classes.photo}>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={t('portal.report.photo')}
        onChange={(event) => {
          onChange([...photos, ...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <Button variant="default" leftSection={<IconCamera size={16} aria-hidden />} onClick={() => input.current?.click()}>
        {t('portal.report.photo')}
      </Button>
      {photos.length > 0 && <FileList files={photos} onChange={onChange} />}
    </div>
  )
}

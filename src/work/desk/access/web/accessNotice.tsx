/** Above the story of a case: what is to be done about its access, and the proof of it. */
import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { FileList, FilePick } from '#web/kit/fileField.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { attach } from '../../web/calls.ts'
import type { CaseProps } from '../../web/case/parts.ts'
import portal from '../../web/portal/portal.module.css'
import type { CaseAccess } from '../contract.ts'
import { useCaseAccess } from './accessFacts.tsx'
import { accessCalls } from './calls.ts'
import { accessWords } from './texts.ts'

export default function AccessNotice({ page }: CaseProps) {
  const t = useText(accessWords)
  const { data } = useCaseAccess(page.case.id)
  const one = data?.access
  if (one?.mayProve) return <Prove id={page.case.id} one={one} />
  if (one?.state === 'asked') return <Note tone="grey">{t('access.prove.waits')}</Note>
  return null
}

function Prove({ id, one }: { id: string; one: CaseAccess }) {
  const t = useText(accessWords)
  const words = useWords()
  const reload = useReload()
  const [text, setText] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '' && files.length === 0) return setError(t('desk.access.proofEmpty'))
    setBusy(true)
    try {
      const attachmentIds: string[] = []
      for (const file of files) attachmentIds.push((await attach(id, file, 'internal')).id)
      await accessCalls.prove({ params: { id }, body: { text: text.trim(), attachmentIds } })
      toast(t('access.proven'))
      await Promise.all([reload(['desk/caseAccess', id]), reload(['desk', 'case'])])
    } catch (thrown) {
      setError(problemIn(thrown)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={portal.panel} aria-label={t('access.title')}>
      <p>{t(`access.prove.${one.part}`)}</p>
      <form className={portal.quiet} style={{ margin: 0 }} noValidate onSubmit={(event) => void send(event)}>
        <Textarea
          label={t('access.prove.what')}
          autosize
          minRows={2}
          value={text}
          error={error}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setError(undefined)
          }}
        />
        <FilePick onPick={(more) => setFiles([...files, ...more])} />
        {files.length > 0 && <FileList files={files} onChange={setFiles} />}
        <div className={portal.actions}>
          <Button type="submit" loading={busy}>
            {t(`access.prove.send.${one.part}`)}
          </Button>
        </div>
      </form>
    </section>
  )
}

/** A new document: from files that are dropped, or a page to write. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useOrganisations } from '#record/people/web/directory.ts'
import { problemIn } from '#web/kit/api.ts'
import { FileField } from '#web/kit/fileField.tsx'
import { useGo } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { type DocumentRow, documentKinds } from '../contract.ts'
import { addFile, documentCalls } from './calls.ts'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

type Kind = DocumentRow['kind']

export default function NewPage() {
  const t = useText(documentWords)
  const me = useMe()
  const mine = me?.permissions.find(({ permission }) => permission === 'documents.write')?.organisationIds ?? []
  const organisations = (useOrganisations() ?? []).filter(({ id }) => mine.includes(id))
  const [organisationId, setOrganisation] = useState<string>()
  const [kind, setKind] = useState<Kind>('instruction')
  const where = organisationId ?? organisations[0]?.id
  return (
    <Page title={t('doc.new')} lead={t('doc.new.lead')} under={[{ label: t('doc.title'), to: '/documents' }]} width="form">
      <div className={classes.form}>
        <NativeSelect
          label={t('doc.list.kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={documentKinds.map((value) => ({ value, label: t(`doc.kind.${value}`) }))}
        />
        {organisations.length > 1 && (
          <NativeSelect
            label={t('doc.list.organisation')}
            value={where ?? ''}
            onChange={(event) => setOrganisation(event.currentTarget.value)}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <FromFiles kind={kind} organisationId={where} />
      </div>
      <Section title={t('doc.new.page')}>
        <FromTitle kind={kind} organisationId={where} />
      </Section>
    </Page>
  )
}

interface Props {
  kind: Kind
  organisationId: string | undefined
}
/** One document a file; what was refused stays chosen, with why. */
function FromFiles({ kind, organisationId }: Props) {
  const t = useText(documentWords)
  const words = useWords()
  const go = useGo()
  const [files, setFiles] = useState<readonly File[]>([])
  const [wrong, setWrong] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    const refused: { file: File; why: string }[] = []
    const made: string[] = []
    for (const file of files)
      try {
        made.push((await addFile(file, { kind, organisationId })).id)
      } catch (error) {
        refused.push({ file, why: problemIn(error)?.title ?? words('kit.failed') })
      }
    setBusy(false)
    setFiles(refused.map(({ file }) => file))
    setWrong(refused.map(({ file, why }) => t('doc.new.failed', { name: file.name, why })))
    if (made.length > 0) toast(t('doc.new.added', { count: made.length }))
    if (refused.length === 0) go(made.length === 1 ? `/documents/${made[0]}` : '/documents?state=draft')
  }
  return (
    <div>
      <FileField label={t('doc.new.files')} help={t('doc.new.files.help')} files={files} onChange={setFiles} />
      {wrong.length > 0 && (
        <div role="alert">
          <Note tone="red">
            {wrong.map((one) => (
              <p key={one}>{one}</p>
            ))}
          </Note>
        </div>
      )}
      {files.length > 0 && (
        <Button mt="md" loading={busy} onClick={() => void send()}>
          {t('doc.new.upload', { count: files.length })}
        </Button>
      )}
    </div>
  )
}

function FromTitle({ kind, organisationId }: Props) {
  const t = useText(documentWords)
  const words = useWords()
  const go = useGo()
  const [title, setTitle] = useState('')
  const [error, setError] = useState<string>()
  const begin = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const { id } = await documentCalls.writePage({ body: { title, kind, ...(organisationId && { organisationId }) } })
      go(`/documents/${id}/edit`)
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.failed'))
    }
  }
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void begin(event)}>
      <TextInput
        label={t('doc.new.name')}
        value={title}
        maxLength={200}
        error={error}
        onChange={(event) => {
          setTitle(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <div>
        <Button type="submit" variant="default">
          {t('doc.new.write')}
        </Button>
      </div>
    </form>
  )
}

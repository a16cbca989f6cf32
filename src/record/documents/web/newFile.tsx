/** A new version of a file, with a word about what changed. When somebody was first, the file stays chosen and they can go on after theirs. */
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { FileField } from '#web/kit/fileField.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import type { Newer } from '../contract.ts'
import { saveFile } from './calls.ts'
import type { Doing } from './documentPage.tsx'
import { documentWords } from './texts.ts'

export function NewFile({ doc, act, close }: Doing & { close: () => void }) {
  const t = useText(documentWords)
  const words = useWords()
  const reload = useReload()
  const [files, setFiles] = useState<readonly File[]>([])
  const [note, setNote] = useState('')
  const [base, setBase] = useState(doc.latest)
  const [said, setSaid] = useState<string>()
  const [busy, setBusy] = useState(false)
  const file = files.at(-1)
  const save = async () => {
    if (!file) return
    setBusy(true)
    try {
      const now = await saveFile(doc.id, base, note, file)
      await act(Promise.resolve(now), ({ latest }) => t('doc.saved', { number: latest }))
      close()
    } catch (error) {
      const problem = problemIn(error)
      if (problem?.type === 'documents.changed') {
        const { latest, by } = problem.data as Newer
        setBase(latest)
        setSaid(t('doc.conflict', { name: by?.name ?? '', number: latest }))
        await reload(['documents', 'one', doc.id])
      } else setSaid(problem?.title ?? words('kit.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t('doc.newVersion')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      {said && (
        <div role="alert">
          <Note tone="amber">{said}</Note>
        </div>
      )}
      <FileField label={t('doc.file')} help={t('doc.newVersion.file')} files={file ? [file] : []} onChange={setFiles} />
      <TextInput mt="md" label={t('doc.note')} value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
      <Group justify="flex-end" gap="sm" mt="xl">
        <Button variant="default" onClick={close}>
          {t('doc.cancel')}
        </Button>
        <Button disabled={!file} loading={busy} onClick={() => void save()}>
          {t('doc.save')}
        </Button>
      </Group>
    </Modal>
  )
}

/** Ends an access before its last day. */
import { Button, Group, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CaseDialogProps } from '../../web/case/parts.ts'
import portal from '../../web/portal/portal.module.css'
import { accessCalls } from './calls.ts'
import { accessWords } from './texts.ts'

export default function EndDialog({ page, close }: CaseDialogProps) {
  const t = useText(accessWords)
  const words = useWords()
  const reload = useReload()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() === '') return setError(t('access.end.reason'))
    setBusy(true)
    try {
      await accessCalls.withdraw({ params: { id: page.case.id }, body: { reason: reason.trim() } })
      await reload(['desk/caseAccess', page.case.id])
      toast(t('access.ended'))
      close()
    } catch (thrown) {
      setError(problemIn(thrown)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={portal.quiet} style={{ margin: 0 }} noValidate onSubmit={(event) => void send(event)}>
      <Textarea
        label={t('access.end.reason')}
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        error={error}
        onChange={(event) => {
          setReason(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={close}>
          {words('kit.cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {t('access.end.send')}
        </Button>
      </Group>
    </form>
  )
}

/** Asking approval of a case by hand: of one person, and when wished a lead after that. */
import { Button, Checkbox, Group, Modal, NumberInput, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { type Chosen, PersonField } from '../../web/new/personField.tsx'
import { approvalCalls } from './calls.ts'
import classes from './progress.module.css'
import { approvalWords } from './texts.ts'

export default function AskDialog({ page, close }: CaseDialogProps) {
  const t = useText(approvalWords)
  const words = useWords()
  const reload = useReload()
  const [person, setPerson] = useState<Chosen>()
  const [lead, setLead] = useState(false)
  const [hours, setHours] = useState<number | string>(72)
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState<{ person?: string; reason?: string }>({})
  const [busy, setBusy] = useState(false)
  const go = async (event: FormEvent) => {
    event.preventDefault()
    const needed = t('approvals.needed')
    const found = { ...(!person && { person: needed }), ...(reason.trim() === '' && { reason: needed }) }
    setWrong(found)
    if (!person || reason.trim() === '') return
    setBusy(true)
    try {
      const within = typeof hours === 'number' && hours > 0 ? Math.round(hours) : null
      const step = { name: {}, deciders: [{ kind: 'person' as const, personId: person.id }], hours: within, afterwards: 'escalate' as const }
      const steps = [step, ...(lead ? [{ name: {}, deciders: [{ kind: 'lead' as const }] }] : [])]
      await approvalCalls.ask({ params: { id: page.case.id }, body: { plan: { steps }, reason: reason.trim() } })
      await reload(['desk/caseApprovals', page.case.id])
      toast(t('approvals.asked'))
      close()
    } catch (thrown) {
      setWrong({ reason: problemIn(thrown)?.title ?? words('kit.away') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} size="lg" title={t('approvals.ask')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.form} noValidate onSubmit={(event) => void go(event)}>
        <PersonField
          label={t('approvals.ask.who')}
          value={person}
          onChange={setPerson}
          organisationId={page.case.organisationId}
          error={wrong.person}
          autoFocus
        />
        <Textarea
          label={t('approvals.ask.reason')}
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          error={wrong.reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <NumberInput label={t('approvals.ask.hours')} hideControls min={1} max={8760} value={hours} onChange={setHours} />
        <Checkbox label={t('approvals.ask.then')} checked={lead} onChange={(event) => setLead(event.currentTarget.checked)} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {words('kit.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('approvals.ask.send')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

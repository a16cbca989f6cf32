/** Declares an incident a major one: why, who leads it, who tells people, when the first word comes. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLoad, useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { useEngineers } from '../../web/calls.ts'
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { majorCalls } from './calls.ts'
import { Dialog, instantOf } from './dialog.tsx'
import { majorWords } from './texts.ts'

export default function DeclareDialog({ page, close }: CaseDialogProps) {
  const t = useText(majorWords)
  const reload = useReload()
  const { id, number, organisationId } = page.case
  const { data } = useLoad({ key: ['desk', 'major', id], load: (signal) => majorCalls.majorOf({ params: { id } }, { signal }) })
  const staff = useEngineers(organisationId)
  const [reason, setReason] = useState('')
  const [leadId, setLead] = useState('')
  const [communicationId, setCommunication] = useState('')
  const [next, setNext] = useState('')
  const [wrong, setWrong] = useState(false)
  const people = (first: string) => [{ value: '', label: first }, ...(staff ?? []).map((one) => ({ value: one.id, label: one.name }))]
  const nextUpdateAt = instantOf(next)
  return (
    <Dialog
      title={t('major.declare')}
      lead={t('major.declare.lead')}
      verb={t('major.declare')}
      close={close}
      refused={data?.whyNot ?? undefined}
      ready={() => {
        setWrong(reason.trim() === '')
        return reason.trim() !== ''
      }}
      submit={async () => {
        const roles = { ...(leadId && { leadId }), ...(communicationId && { communicationId }) }
        await majorCalls.declare({ params: { id }, body: { reason, ...roles, ...(nextUpdateAt && { nextUpdateAt }) } })
        toast(t('major.declared', { number }))
        await reload(['desk'])
      }}
    >
      <Textarea
        label={t('major.reason')}
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        error={wrong ? t('major.needed') : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('major.incidentLead')}
        data={people(t('major.me'))}
        value={leadId}
        onChange={(event) => setLead(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('major.communication')}
        data={people(t('major.nobody'))}
        value={communicationId}
        onChange={(event) => setCommunication(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={`${t('major.nextUpdate')} (${t('major.optional')})`}
        value={next}
        maw={260}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
    </Dialog>
  )
}

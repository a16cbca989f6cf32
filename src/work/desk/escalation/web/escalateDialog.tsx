/** What both ways of escalating share: to whom, and why. What was typed is kept until it is sent. */
import { Button, Group, Modal, NativeSelect, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { deskGrants } from '../../contract.ts'
import { useEngineers, useTeams } from '../../web/calls.ts'
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { escalationCalls } from './calls.ts'
import classes from './escalation.module.css'
import { escalationWords } from './texts.ts'

const leading: readonly string[] = deskGrants['desk.decide']

export function EscalateDialog({ page, close, kind }: CaseDialogProps & { kind: 'functional' | 'hierarchical' }) {
  const t = useText(escalationWords)
  const words = useWords()
  const reload = useReload()
  const { id, organisationId } = page.case
  const draft = `spil.draft.escalate/${id}/${kind}`
  const [text, setText] = useState(() => sessionStorage.getItem(draft) ?? '')
  const [whom, setWhom] = useState('')
  const [wrong, setWrong] = useState<{ text?: string; whom?: string; all?: string }>({})
  const [busy, setBusy] = useState(false)
  const functional = kind === 'functional'
  const teams = useTeams(organisationId)
  const leads = useEngineers(organisationId)?.filter(({ roles }) =>
    roles.some((one) => one.organisationId === organisationId && leading.includes(one.role)),
  )
  const choices = functional
    ? [{ value: '', label: t('esc.choose') }, ...(teams ?? []).map((team) => ({ value: team.id, label: team.name }))]
    : [{ value: '', label: t('esc.anyLead') }, ...(leads ?? []).map((lead) => ({ value: lead.id, label: lead.name }))]
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    const found = { ...(text.trim() === '' && { text: t('esc.needed') }), ...(functional && whom === '' && { whom: t('esc.needed') }) }
    setWrong(found)
    if (Object.keys(found).length > 0 || busy) return
    setBusy(true)
    try {
      await escalationCalls.escalate({ params: { id }, body: { kind, text, ...(whom && (functional ? { teamId: whom } : { toId: whom })) } })
      sessionStorage.removeItem(draft)
      toast(functional ? t('esc.sent.ask', { to: choices.find(({ value }) => value === whom)?.label ?? '' }) : t('esc.sent.put'))
      await reload(['desk'])
      close()
    } catch (error) {
      setWrong({ all: problemIn(error)?.title ?? words('kit.away') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t(functional ? 'esc.ask' : 'esc.put')} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        noValidate
        className={classes.dialog}
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send()}
      >
        <p className="dim">{t(functional ? 'esc.ask.lead' : 'esc.put.lead')}</p>
        {wrong.all && (
          <div role="alert">
            <Note tone="red">{wrong.all}</Note>
          </div>
        )}
        <NativeSelect
          label={t(functional ? 'esc.team' : 'esc.leadPerson')}
          data={choices}
          value={whom}
          error={wrong.whom}
          data-autofocus
          onChange={(event) => setWhom(event.currentTarget.value)}
        />
        <Textarea
          label={t(functional ? 'esc.question' : 'esc.reason')}
          autosize
          minRows={3}
          maxRows={12}
          value={text}
          error={wrong.text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            sessionStorage.setItem(draft, event.currentTarget.value)
          }}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('esc.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t(functional ? 'esc.verb.ask' : 'esc.verb.put')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

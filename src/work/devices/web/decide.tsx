/** Says of agents whose they are, or that they are nobody's we know. */
import { Button, Modal, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useReload } from '#web/kit/load.ts'
import { Refused } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Agent } from '../intake/contract.ts'
import { intake } from './calls.ts'
import classes from './devices.module.css'
import { agentName } from './marks.tsx'
import { webTexts } from './texts.ts'

interface Props {
  agents: readonly Agent[]
  /** When something was decided. */
  done?: () => void
  /** In a row, where the buttons are told apart by the name of the agent. */
  named?: boolean
}
export function Decide({ agents, done, named }: Props) {
  const t = useText(webTexts)
  const reload = useReload()
  const where = useWhere('devices.configure')
  const [asked, setAsked] = useState<'accept' | 'refuse'>()
  const name = agents[0] ? agentName(agents[0]) : ''
  const mine = agents.every(({ organisationId: of }) => (of === null ? where.length > 0 : where.some(({ id }) => id === of)))
  const why = mine ? undefined : t('devices.decide.notYours')
  /** One after another: each is decided of itself, and what was refused is said. */
  const each = async (decide: (agent: Agent) => Promise<Agent>, said: 'devices.decide.accepted' | 'devices.decide.refused') => {
    let count = 0
    for (const agent of agents)
      await decide(agent).then(
        () => {
          count += 1
        },
        (error: unknown) => toastProblem(error, t('devices.decide.failed')),
      )
    if (count > 0) toast(t(said, { count, name }))
    await reload(['devices'])
    done?.()
  }
  const accept = (organisationId: string) =>
    each(({ id }) => intake.acceptAgent({ params: { id }, body: { organisationId } }), 'devices.decide.accepted')
  const label = (key: 'devices.decide.acceptOne' | 'devices.decide.refuseOne') => (named ? { 'aria-label': t(key, { name }) } : {})
  const [only] = where
  return (
    <div className={classes.deeds}>
      {agents.some(({ state }) => state !== 'accepted') && (
        <Refused why={why}>
          <Button
            size="compact-sm"
            variant={named ? 'default' : 'filled'}
            {...label('devices.decide.acceptOne')}
            onClick={() => (only && where.length === 1 ? void accept(only.id) : setAsked('accept'))}
          >
            {t(agents.some(({ state }) => state === 'refused') ? 'devices.decide.acceptYet' : 'devices.decide.accept')}
          </Button>
        </Refused>
      )}
      {agents.some(({ state }) => state !== 'refused') && (
        <Refused why={why}>
          <Button size="compact-sm" variant="default" {...label('devices.decide.refuseOne')} onClick={() => setAsked('refuse')}>
            {t('devices.decide.refuse')}
          </Button>
        </Refused>
      )}
      {asked === 'accept' && <Whose count={agents.length} where={where} close={() => setAsked(undefined)} accept={accept} />}
      <Confirm
        opened={asked === 'refuse'}
        onClose={() => setAsked(undefined)}
        title={t('devices.decide.refuseTitle', { count: agents.length, name })}
        consequences={t('devices.decide.refuseWhat')}
        verb={t('devices.decide.refuse')}
        danger
        onConfirm={() => each(({ id }) => intake.refuseAgent({ params: { id } }), 'devices.decide.refused')}
      />
    </div>
  )
}

/** Asked only of who decides for more than one organisation. */
function Whose({
  count,
  where,
  close,
  accept,
}: {
  count: number
  where: ReturnType<typeof useWhere>
  close: () => void
  accept: (organisationId: string) => Promise<void>
}) {
  const t = useText(webTexts)
  const words = useWords()
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const [busy, setBusy] = useState(false)
  const send = () => {
    setBusy(true)
    void accept(organisationId).finally(close)
  }
  return (
    <Modal opened onClose={close} title={t('devices.decide.acceptTitle', { count })} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <div className={classes.stack}>
        <p>{t('devices.decide.acceptWhat', { count })}</p>
        <NativeSelect
          label={t('devices.col.organisation')}
          data-autofocus
          value={organisationId}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
          data={where.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {words('kit.back')}
          </Button>
          <Button loading={busy} onClick={send}>
            {t('devices.decide.accept')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

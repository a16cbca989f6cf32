/** A device that is being prepared: each step with how it stands, and when all is done the way on. */
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useReload } from '#web/kit/load.ts'
import { Refused } from '#web/kit/marks.tsx'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Preparation, StepShown } from '../../provisioning/contract.ts'
import classes from '../devices.module.css'
import { provisioning } from './calls.ts'
import { lifeTexts } from './lifeTexts.ts'

const meanings: Readonly<Record<StepShown['state'], Meaning>> = { done: 'done', notDone: 'waiting', unknown: 'risk' }

interface Props {
  item: PanelItem
  one: Preparation
}
export function Preparing({ item, one }: Props) {
  const t = useText(lifeTexts)
  const reload = useReload()
  const may = useMayAt('devices.work', item.organisationId)
  const [asking, setAsking] = useState<'despite' | 'drop'>()
  const params = { id: one.id }
  /** Whether it was done. */
  const act = async (call: Promise<unknown>, said?: string): Promise<boolean> => {
    const done = await call.then(
      () => true,
      (error: unknown) => {
        toastProblem(error, t('devices.life.failed'))
        return false
      },
    )
    if (done && said) toast(said)
    await Promise.all([reload(['devices']), ...(said ? [reload(['items'])] : [])])
    return done
  }
  const finish = () => act(provisioning.finish({ params, body: {} }), t('devices.prepare.finished', { name: item.name }))
  const done = one.steps.filter(({ state }) => state === 'done').length
  return (
    <div className={classes.stack}>
      <h3>
        {one.profile ? t('devices.prepare.busy', { profile: one.profile }) : t('devices.prepare.busyNone')}{' '}
        {one.steps.length > 0 && <span className="dim">· {t('devices.prepare.count', { done, all: one.steps.length })}</span>}
      </h3>
      {one.steps.length === 0 && <p className="dim">{t('devices.prepare.none')}</p>}
      <ul className={classes.list} aria-label={t('devices.prepare.busyNone')}>
        {one.steps.map((step) => (
          <StepRow
            key={step.key}
            step={step}
            tick={may ? (to) => act(provisioning.tick({ params: { ...params, step: step.key }, body: { done: to } })) : undefined}
          />
        ))}
      </ul>
      <div className={classes.deeds}>
        <Refused why={may ? (one.ready ? undefined : t('devices.prepare.notReady')) : t('devices.life.notYours')}>
          <Button size="compact-sm" onClick={() => void finish()}>
            {t('devices.prepare.finish')}
          </Button>
        </Refused>
        {!one.ready && <Despite item={item} ask={() => setAsking('despite')} />}
        <Refused why={may ? undefined : t('devices.life.notYours')}>
          <Button size="compact-sm" variant="subtle" onClick={() => setAsking('drop')}>
            {t('devices.prepare.drop')}
          </Button>
        </Refused>
      </div>
      {asking && (
        <Reason
          title={t(`devices.prepare.${asking}`)}
          what={t(`devices.prepare.${asking}What`, { steps: one.steps.flatMap(({ state, title }) => (state === 'done' ? [] : [title])).join(', ') })}
          close={() => setAsking(undefined)}
          send={(reason) =>
            asking === 'drop'
              ? act(provisioning.drop({ params, body: { reason } }), t('devices.prepare.dropped'))
              : act(provisioning.finish({ params, body: { despite: reason } }), t('devices.prepare.finished', { name: item.name }))
          }
        />
      )}
    </div>
  )
}
function Despite({ item, ask }: { item: PanelItem; ask: () => void }) {
  const t = useText(lifeTexts)
  const may = useMayAt('devices.configure', item.organisationId)
  return (
    <Refused why={may ? undefined : t('devices.provisioning.leadOnly')}>
      <Button size="compact-sm" variant="default" onClick={ask}>
        {t('devices.prepare.despite')}
      </Button>
    </Refused>
  )
}

export function StepRow({ step, tick }: { step: StepShown; tick?: ((done: boolean) => Promise<unknown>) | undefined }) {
  const t = useText(lifeTexts)
  const ticked = step.what === 'tick'
  // What was meant shows at once; what is kept, when it is.
  const [meant, setMeant] = useState<boolean>()
  return (
    <li className={`${classes.row} ${classes.requirement}`}>
      <span className={classes.wide}>
        {ticked && tick ? (
          <Checkbox
            size="sm"
            label={<strong>{step.title}</strong>}
            checked={meant ?? step.state === 'done'}
            onChange={(event) => {
              setMeant(event.currentTarget.checked)
              void tick(event.currentTarget.checked).then(() => setMeant(undefined))
            }}
          />
        ) : (
          <strong>{step.title}</strong>
        )}
        {step.help && <div className="dim small">{step.help}</div>}
        {step.asks && <div className="small">{step.asks}</div>}
        {(step.said || step.at) && (
          <div className="dim small">
            {step.said} {step.by && t('devices.life.by', { name: step.by.name })} {step.at && <Time at={step.at} />}
          </div>
        )}
      </span>
      {!(ticked && tick) && (
        <StateBadge plain meaning={meanings[step.state]}>
          {t(`devices.prepare.${step.state}`)}
        </StateBadge>
      )}
    </li>
  )
}

function Reason({ title, what, close, send }: { title: string; what: string; close: () => void; send: (reason: string) => Promise<boolean> }) {
  const t = useText(lifeTexts)
  const words = useWords()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setBusy(true)
          // What was typed stays when it is refused.
          void send(reason.trim()).then((done) => (done ? close() : setBusy(false)))
        }}
      >
        <p>{what}</p>
        <TextInput
          label={t('devices.prepare.reason')}
          required
          maxLength={400}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {t('devices.life.back')}
          </Button>
          <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
            {title}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

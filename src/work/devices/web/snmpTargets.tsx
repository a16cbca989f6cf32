/** What is asked: where, how, how the last round went, and what can be done about it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Refused } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Target } from '../snmp/contract.ts'
import { snmp } from './calls.ts'
import devices from './devices.module.css'
import classes from './snmp.module.css'
import { placeOf, TargetState } from './snmpMarks.tsx'
import { snmpTexts } from './snmpTexts.ts'

export function Targets({ targets, change }: { targets: readonly Target[]; change: (target: Target) => void }) {
  const t = useText(snmpTexts)
  const reload = useReload()
  const [removing, setRemoving] = useState<Target>()
  const done = async (call: Promise<unknown>, said: string) => {
    await call.then(
      () => toast(said),
      (thrown: unknown) => toastProblem(thrown, t('devices.snmp.failed')),
    )
    await reload(['devices', 'snmp'])
  }
  const ask = ({ id, name }: Target) => done(snmp.pollTarget({ params: { id } }), t('devices.snmp.asked', { name }))
  return (
    <>
      <ul className={devices.list} aria-label={t('devices.snmp.targets')}>
        {targets.map((one) => (
          <li key={one.id} className={classes.target}>
            <What target={one} />
            <How target={one} />
            <div className={classes.deeds}>
              <Refused why={one.active ? undefined : t('devices.snmp.off')}>
                <Button size="xs" variant="default" aria-label={t('devices.snmp.askOne', { name: one.name })} onClick={() => void ask(one)}>
                  {t('devices.snmp.ask')}
                </Button>
              </Refused>
              <Button size="xs" variant="default" aria-label={t('devices.snmp.changeOne', { name: one.name })} onClick={() => change(one)}>
                {t('devices.snmp.change')}
              </Button>
              <Button size="xs" variant="default" aria-label={t('devices.snmp.removeOne', { name: one.name })} onClick={() => setRemoving(one)}>
                {t('devices.snmp.remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('devices.snmp.removeTitle', { name: removing?.name ?? '' })}
        consequences={t('devices.snmp.removeWhat')}
        verb={t('devices.snmp.remove')}
        danger
        onConfirm={() => removing && done(snmp.removeTarget({ params: { id: removing.id } }), t('devices.snmp.removed', { name: removing.name }))}
      />
    </>
  )
}

function What({ target }: { target: Target }) {
  const t = useText(snmpTexts)
  const { name, access, item } = target
  return (
    <div className={classes.part}>
      <strong>{name}</strong>
      <span className="mono small">{placeOf(target)}</span>
      <span className="dim small">
        {t('devices.snmp.version', { version: access.protocol })}
        {access.user && ` ${t('devices.snmp.as', { user: access.user })}`}
      </span>
      {item && <Link to={`/items/${item.number}`}>{item.name}</Link>}
    </div>
  )
}

function How({ target }: { target: Target }) {
  const t = useText(snmpTexts)
  const { lastRound, active, dueAt, address } = target
  return (
    <div className={classes.part}>
      <TargetState target={target} />
      <span className="dim small">
        {lastRound && (
          <>
            {t('devices.snmp.last')} <Time at={lastRound.at} />
          </>
        )}
        {lastRound && active && ' · '}
        {active && (
          <>
            {t('devices.snmp.next')} <Time at={dueAt} />
          </>
        )}
      </span>
      {lastRound && address.includes('/') && (
        <span className="dim small">
          {t('devices.snmp.counts', { answered: lastRound.answered, silent: lastRound.silent, failed: lastRound.failed })}
        </span>
      )}
      {lastRound?.error && <span className="small">{lastRound.error}</span>}
    </div>
  )
}

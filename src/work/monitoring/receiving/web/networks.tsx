/** From where protocols without a key are taken; and what came from elsewhere, one click from being allowed. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useReload } from '#web/kit/load.ts'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Network, Stranger } from '../contract.ts'
import { receiving } from './calls.ts'
import { type Begun, NewNetwork } from './newNetwork.tsx'
import classes from './receiving.module.css'
import { receivingTexts } from './receivingTexts.ts'

export type Told = Awaited<ReturnType<typeof receiving.networks>>
export function Networks({ told: { items, strangers, ports } }: { told: Told }) {
  const t = useText(receivingTexts)
  const reload = useReload()
  const where = useWhere('monitoring.configure')
  const [adding, setAdding] = useState<Begun>()
  const [removing, setRemoving] = useState<Network>()
  const remove = async () => {
    if (!removing) return
    const { id, network } = removing
    await receiving.removeNetwork({ params: { id } }).then(
      () => toast(t('monitoring.networks.removed', { network })),
      (thrown: unknown) => toastProblem(thrown, t('monitoring.in.failed')),
    )
    await reload(['monitoring', 'networks'])
  }
  const named = new Map(where.map(({ id, name }) => [id, name]))
  return (
    <Section title={t('monitoring.networks')}>
      <p className="dim">{t('monitoring.networks.lead')}</p>
      {items.length === 0 && <p className="dim">{t('monitoring.networks.empty')}</p>}
      <ul className={classes.list} aria-label={t('monitoring.networks')}>
        {items.map((one) => (
          <Row
            key={one.id}
            of={one}
            ports={ports}
            organisation={where.length > 1 ? named.get(one.organisationId) : undefined}
            remove={() => setRemoving(one)}
          />
        ))}
      </ul>
      <div className={classes.under}>
        <Button variant="default" onClick={() => setAdding({ network: '', zabbix: false, traps: false })}>
          {t('monitoring.networks.new')}
        </Button>
      </div>
      {strangers.length > 0 && <Strangers all={strangers} allow={setAdding} />}
      {adding && <NewNetwork begun={adding} where={where} close={() => setAdding(undefined)} />}
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('monitoring.networks.removeTitle', { network: removing?.network ?? '' })}
        consequences={t('monitoring.networks.removeWhat')}
        verb={t('monitoring.networks.remove')}
        danger
        onConfirm={remove}
      />
    </Section>
  )
}

interface RowProps {
  of: Network
  ports: Told['ports']
  organisation: string | undefined
  remove: () => void
}
function Row({ of: { network, zabbix, traps, user }, ports, organisation, remove }: RowProps) {
  const t = useText(receivingTexts)
  const off = ` (${t('monitoring.networks.off')})`
  const what = [
    ...(zabbix ? [t('monitoring.networks.zabbix') + (ports.zabbix === null ? off : '')] : []),
    ...(traps ? [t('monitoring.networks.traps') + (ports.traps === null ? off : '')] : []),
    ...(user === null ? [] : [user]),
    ...(organisation === undefined ? [] : [organisation]),
  ]
  return (
    <li className={classes.row}>
      <span className={classes.fixed}>
        <code>{network}</code>
      </span>
      <span className={`${classes.wide} dim small`}>{what.join(' · ')}</span>
      <Button size="xs" variant="default" aria-label={t('monitoring.networks.removeOne', { network })} onClick={remove}>
        {t('monitoring.networks.remove')}
      </Button>
    </li>
  )
}

function Strangers({ all, allow }: { all: readonly Stranger[]; allow: (begun: Begun) => void }) {
  const t = useText(receivingTexts)
  return (
    <>
      <p className={classes.under}>{t('monitoring.networks.strangers')}</p>
      <ul className={classes.list} aria-label={t('monitoring.networks.strangers')}>
        {all.map(({ address, via, times, seenAt }) => (
          <li key={`${address} ${via}`} className={classes.row}>
            <span className={classes.fixed}>
              <code>{address}</code>
            </span>
            <span className={`${classes.wide} dim small`}>
              {t(via === 'zabbix' ? 'monitoring.networks.zabbix' : 'monitoring.networks.traps')}
              {' · '}
              {t('monitoring.networks.times', { times })} <Time at={seenAt} />
            </span>
            <Button size="xs" variant="default" onClick={() => allow({ network: address, zabbix: via === 'zabbix', traps: via === 'traps' })}>
              {t('monitoring.networks.allow', { address })}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

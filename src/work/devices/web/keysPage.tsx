/** The keys by which agents show whose they are, per organisation. */
import { Button } from '@mantine/core'
import IconKey from '@tabler/icons-react/dist/esm/icons/IconKey.mjs'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Key } from '../intake/contract.ts'
import { AgentSettings } from './agentSettings.tsx'
import { intake } from './calls.ts'
import classes from './devices.module.css'
import { NewKey } from './newKey.tsx'
import { DevicePlaces } from './places.tsx'
import { webTexts } from './texts.ts'

export default function KeysPage() {
  const t = useText(webTexts)
  const reload = useReload()
  const where = useWhere('devices.configure')
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<Key>()
  const { data, error, refetch } = useLoad({ key: ['devices', 'keys'], load: (signal) => intake.keys({}, { signal }), on: ['devices.'] })
  const of = (organisationId: string) => (data?.items ?? []).filter((one) => one.organisationId === organisationId)
  const revoke = async () => {
    if (!revoking) return
    await intake.revokeKey({ params: { id: revoking.id } }).then(
      () => toast(t('devices.keys.revoked', { name: revoking.name })),
      (thrown: unknown) => toastProblem(thrown, t('devices.decide.failed')),
    )
    await reload(['devices'])
  }
  const make = <Button onClick={() => setMaking(true)}>{t('devices.keys.new')}</Button>
  return (
    <Page
      title={t('devices.keys')}
      under={[{ label: t('devices.title'), to: '/devices' }]}
      lead={t('devices.keys.lead')}
      actions={data && data.items.length > 0 && make}
    >
      <DevicePlaces />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data?.items.length === 0 && (
        <Empty icon={IconKey} title={t('devices.keys.empty')} action={make}>
          {t('devices.keys.emptyWhat')}
        </Empty>
      )}
      {where
        .filter(({ id }) => of(id).length > 0)
        .map(({ id, name }) => (
          <Section key={id} title={where.length > 1 ? name : t('devices.keys')}>
            <Keys keys={of(id)} revoke={setRevoking} />
          </Section>
        ))}
      <Section title={t('devices.settings.title')}>
        <AgentSettings />
      </Section>
      {making && <NewKey where={where} close={() => setMaking(false)} />}
      <Confirm
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('devices.keys.revokeTitle', { name: revoking?.name ?? '' })}
        consequences={t('devices.keys.revokeWhat')}
        verb={t('devices.keys.revoke')}
        danger
        onConfirm={revoke}
      />
    </Page>
  )
}

function Keys({ keys, revoke }: { keys: readonly Key[]; revoke: (key: Key) => void }) {
  const t = useText(webTexts)
  return (
    <ul className={classes.list}>
      {keys.map((one) => (
        <li key={one.id} className={classes.row} data-over={one.revokedAt !== null || undefined}>
          <span className={classes.wide}>
            {one.name}
            <span className="dim small">
              {' · '}
              {t('devices.keys.made')} <Time at={one.createdAt} as="day" />
              {' · '}
              {one.usedAt ? (
                <>
                  {t('devices.keys.used')} <Time at={one.usedAt} />
                </>
              ) : (
                t('devices.keys.unused')
              )}
            </span>
          </span>
          {one.revokedAt ? (
            <span className="dim small">
              {t('devices.keys.revokedAt')} <Time at={one.revokedAt} as="day" />
            </span>
          ) : (
            <Button size="xs" variant="default" aria-label={t('devices.keys.revokeOne', { name: one.name })} onClick={() => revoke(one)}>
              {t('devices.keys.revoke')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

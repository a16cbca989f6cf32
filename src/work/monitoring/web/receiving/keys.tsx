/** The keys by which senders show whose they are: made, shown once, revoked. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Key } from '../../receiving/contract.ts'
import { receiving } from './calls.ts'
import classes from './receiving.module.css'
import { receivingTexts } from './receivingTexts.ts'
import { SenderSettings, Setting } from './settings.tsx'

export function Keys({ zabbixPort }: { zabbixPort: number | null }) {
  const t = useText(receivingTexts)
  const reload = useReload()
  const where = useWhere('monitoring.configure')
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<Key>()
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'keys'],
    load: (signal) => receiving.keys({}, { signal }),
    on: ['monitoring.keyChanged'],
  })
  const revoke = async () => {
    if (!revoking) return
    await receiving.revokeKey({ params: { id: revoking.id } }).then(
      () => toast(t('monitoring.keys.revoked', { name: revoking.name })),
      (thrown: unknown) => toastProblem(thrown, t('monitoring.in.failed')),
    )
    await reload(['monitoring', 'keys'])
  }
  const named = new Map(where.map(({ id, name }) => [id, name]))
  return (
    <Section title={t('monitoring.keys')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data?.items.length === 0 && <p className="dim">{t('monitoring.keys.empty')}</p>}
      <ul className={classes.list} aria-label={t('monitoring.keys')}>
        {data?.items.map((one) => (
          <Row key={one.id} of={one} organisation={where.length > 1 ? named.get(one.organisationId) : undefined} revoke={() => setRevoking(one)} />
        ))}
      </ul>
      <div className={classes.under}>
        <Button variant="default" onClick={() => setMaking(true)}>
          {t('monitoring.keys.new')}
        </Button>
      </div>
      {making && <NewKey where={where} zabbixPort={zabbixPort} close={() => setMaking(false)} />}
      <Confirm
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('monitoring.keys.revokeTitle', { name: revoking?.name ?? '' })}
        consequences={t('monitoring.keys.revokeWhat')}
        verb={t('monitoring.keys.revoke')}
        danger
        onConfirm={revoke}
      />
    </Section>
  )
}
function Row({ of, organisation, revoke }: { of: Key; organisation: string | undefined; revoke: () => void }) {
  const t = useText(receivingTexts)
  const { name, createdAt, usedAt, revokedAt } = of
  return (
    <li className={classes.row} data-over={revokedAt !== null || undefined}>
      <span className={classes.wide}>
        {name}
        <span className="dim small">
          {organisation !== undefined && ` · ${organisation}`}
          {' · '}
          {t('monitoring.keys.made')} <Time at={createdAt} as="day" />
          {' · '}
          {usedAt ? (
            <>
              {t('monitoring.keys.used')} <Time at={usedAt} />
            </>
          ) : (
            t('monitoring.keys.unused')
          )}
        </span>
      </span>
      {revokedAt ? (
        <span className="dim small">
          {t('monitoring.keys.revokedAt')} <Time at={revokedAt} as="day" />
        </span>
      ) : (
        <Button size="xs" variant="default" aria-label={t('monitoring.keys.revokeOne', { name })} onClick={revoke}>
          {t('monitoring.keys.revoke')}
        </Button>
      )}
    </li>
  )
}

interface Making {
  where: ReturnType<typeof useWhere>
  zabbixPort: number | null
  close: () => void
}
function NewKey({ where, zabbixPort, close }: Making) {
  const t = useText(receivingTexts)
  const words = useWords()
  const [made, setMade] = useState<{ name: string; key: string }>()
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      // Beside it is easily clicked, and the key would be gone.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      title={made ? made.name : t('monitoring.keys.new')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {made ? (
        <div className={classes.stack}>
          <div role="status">
            <Note tone="green">{t('monitoring.keys.once')}</Note>
          </div>
          <Setting title={t('monitoring.keys.key')} text={made.key} />
          <SenderSettings value={made.key} zabbixPort={zabbixPort} />
          <div className={classes.end}>
            <Button onClick={close}>{t('monitoring.keys.done')}</Button>
          </div>
        </div>
      ) : (
        <Asking where={where} close={close} made={setMade} />
      )}
    </Modal>
  )
}
function Asking({ where, close, made }: Pick<Making, 'where' | 'close'> & { made: (key: { name: string; key: string }) => void }) {
  const t = useText(receivingTexts)
  const words = useWords()
  const reload = useReload()
  const [name, setName] = useState('')
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const key = await receiving.createKey({ body: { organisationId, name: name.trim() } })
      await reload(['monitoring', 'keys'])
      made(key)
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('monitoring.in.failed'))
      setBusy(false)
    }
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void send(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <TextInput
        label={t('monitoring.keys.name')}
        description={t('monitoring.keys.nameWhat')}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {where.length > 1 && (
        <NativeSelect
          label={t('monitoring.in.organisation')}
          value={organisationId}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
          data={where.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {words('kit.back')}
        </Button>
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {t('monitoring.keys.new')}
        </Button>
      </div>
    </form>
  )
}

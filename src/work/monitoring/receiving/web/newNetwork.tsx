/** Allows a network: where, what may come from there, and who signs traps of version 3. */
import { Button, Checkbox, Input, Modal, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { useWhere } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { receiving } from './calls.ts'
import classes from './receiving.module.css'
import { receivingTexts } from './receivingTexts.ts'

export interface Begun {
  network: string
  zabbix: boolean
  traps: boolean
}
interface Props {
  begun: Begun
  where: ReturnType<typeof useWhere>
  close: () => void
}
export function NewNetwork({ begun, where, close }: Props) {
  const t = useText(receivingTexts)
  const words = useWords()
  const reload = useReload()
  const [given, setGiven] = useState({ ...begun, organisationId: where[0]?.id ?? '', user: '', auth: '', priv: '' })
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const change = (more: Partial<typeof given>) => setGiven((before) => ({ ...before, ...more }))
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const { user, auth, priv, network, zabbix, traps, organisationId } = given
    const signs = traps && user.trim() !== ''
    const secret = {
      ...(auth !== '' && { auth: { protocol: 'sha256' as const, password: auth } }),
      ...(priv !== '' && { priv: { protocol: 'aes' as const, password: priv } }),
    }
    try {
      await receiving.addNetwork({ body: { organisationId, network, zabbix, traps, ...(signs && { user: { name: user.trim(), ...secret } }) } })
      await reload(['monitoring', 'networks'])
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('monitoring.in.failed'))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t('monitoring.networks.new')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.stack} onSubmit={(event) => void send(event)}>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        <TextInput
          label={t('monitoring.networks.address')}
          description={t('monitoring.networks.addressWhat')}
          required
          maxLength={60}
          data-autofocus
          value={given.network}
          onChange={(event) => change({ network: event.currentTarget.value })}
        />
        {where.length > 1 && (
          <NativeSelect
            label={t('monitoring.in.organisation')}
            value={given.organisationId}
            onChange={(event) => change({ organisationId: event.currentTarget.value })}
            data={where.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <Input.Wrapper label={t('monitoring.networks.what')} labelElement="div">
          <div className={classes.choices}>
            <Checkbox
              label={t('monitoring.networks.zabbix')}
              checked={given.zabbix}
              onChange={(event) => change({ zabbix: event.currentTarget.checked })}
            />
            <Checkbox
              label={t('monitoring.networks.traps')}
              checked={given.traps}
              onChange={(event) => change({ traps: event.currentTarget.checked })}
            />
          </div>
        </Input.Wrapper>
        {given.traps && <Signing given={given} change={change} />}
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {words('kit.back')}
          </Button>
          <Button type="submit" loading={busy} disabled={given.network.trim() === '' || !(given.zabbix || given.traps)}>
            {t('monitoring.networks.new')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface Secrets {
  user: string
  auth: string
  priv: string
}
function Signing({ given, change }: { given: Secrets; change: (more: Partial<Secrets>) => void }) {
  const t = useText(receivingTexts)
  const bounds = { minLength: 8, maxLength: 200, autoComplete: 'new-password' }
  return (
    <>
      <TextInput
        label={t('monitoring.networks.user')}
        description={t('monitoring.networks.userWhat')}
        maxLength={100}
        value={given.user}
        onChange={(event) => change({ user: event.currentTarget.value })}
      />
      {given.user.trim() !== '' && (
        <div className={classes.pair}>
          <PasswordInput
            {...bounds}
            label={t('monitoring.networks.auth')}
            value={given.auth}
            onChange={(event) => change({ auth: event.currentTarget.value })}
          />
          <PasswordInput
            {...bounds}
            label={t('monitoring.networks.priv')}
            value={given.priv}
            onChange={(event) => change({ priv: event.currentTarget.value })}
          />
        </div>
      )}
    </>
  )
}

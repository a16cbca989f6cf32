/** Makes a key. It is shown once, with the settings it goes into. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { useWhere } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { AgentSettings, Setting } from './agentSettings.tsx'
import { intake } from './calls.ts'
import classes from './devices.module.css'
import { webTexts } from './texts.ts'

interface Props {
  where: ReturnType<typeof useWhere>
  close: () => void
}
export function NewKey({ where, close }: Props) {
  const t = useText(webTexts)
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
      title={made ? made.name : t('devices.keys.new')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {made ? <Made value={made.key} close={close} /> : <Asking where={where} close={close} made={setMade} />}
    </Modal>
  )
}

function Asking({ where, close, made }: Props & { made: (key: { name: string; key: string }) => void }) {
  const t = useText(webTexts)
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
      const key = await intake.createKey({ body: { organisationId, name: name.trim() } })
      await reload(['devices', 'keys'])
      made(key)
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.decide.failed'))
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
        label={t('devices.keys.name')}
        description={t('devices.keys.nameWhat')}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {where.length > 1 && (
        <NativeSelect
          label={t('devices.col.organisation')}
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
          {t('devices.keys.new')}
        </Button>
      </div>
    </form>
  )
}

function Made({ value, close }: { value: string; close: () => void }) {
  const t = useText(webTexts)
  return (
    <div className={classes.stack}>
      <div role="status">
        <Note tone="green">{t('devices.keys.once')}</Note>
      </div>
      <Setting title={t('devices.keys.key')} text={value} />
      <h3>{t('devices.settings.title')}</h3>
      <AgentSettings value={value} />
      <div className={classes.end}>
        <Button onClick={close}>{t('devices.keys.done')}</Button>
      </div>
    </div>
  )
}

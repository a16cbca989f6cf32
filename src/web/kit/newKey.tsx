/** Makes a key. It is shown once, with the settings it goes into. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { problemIn } from './api.ts'
import classes from './keys.module.css'
import { keyTexts } from './keyTexts.ts'
import { Note } from './marks.tsx'
import { Setting } from './setting.tsx'
import { useText, useWords } from './texts.ts'

interface Made {
  name: string
  key: string
}
interface Props {
  /** Organisations it can be of. */
  where: readonly { id: string; name: string }[]
  /** Below the name: what it is for, with an example. */
  nameWhat: string
  create(body: { organisationId: string; name: string }): Promise<Made>
  /** The settings it goes into. */
  settings(key: string): ReactNode
  close: () => void
}
export function NewKey(props: Props) {
  const t = useText(keyTexts)
  const words = useWords()
  const [made, setMade] = useState<Made>()
  const { settings, close } = props
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      // Beside it is easily clicked, and the key would be gone.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      title={made ? made.name : t('kit.keys.new')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {made ? (
        <div className={classes.stack}>
          <div role="status">
            <Note tone="green">{t('kit.keys.once')}</Note>
          </div>
          <Setting title={t('kit.keys.key')} text={made.key} />
          {settings(made.key)}
          <div className={classes.end}>
            <Button onClick={close}>{t('kit.keys.done')}</Button>
          </div>
        </div>
      ) : (
        <Asking {...props} made={setMade} />
      )}
    </Modal>
  )
}

function Asking({ where, nameWhat, create, close, made }: Props & { made: (key: Made) => void }) {
  const t = useText(keyTexts)
  const words = useWords()
  const [name, setName] = useState('')
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      made(await create({ organisationId, name: name.trim() }))
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('kit.keys.failed'))
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
        label={t('kit.keys.name')}
        description={nameWhat}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {where.length > 1 && (
        <NativeSelect
          label={t('kit.keys.organisation')}
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
          {t('kit.keys.new')}
        </Button>
      </div>
    </form>
  )
}

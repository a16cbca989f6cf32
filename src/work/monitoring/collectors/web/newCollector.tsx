/** A new collector, and the code by which it is enrolled. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { findItems, useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import { Note } from '#web/kit/marks.tsx'
import { Setting } from '#web/kit/setting.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import classes from '../../receiving/web/receiving.module.css'
import { collectors } from './calls.ts'
import { collectorTexts } from './collectorTexts.ts'

const findItem = findItems()
const findLocation = findItems('location')

export function NewCollector({ close, made }: { close: () => void; made: (made: { name: string; code: string }) => void }) {
  const t = useText(collectorTexts)
  const words = useWords()
  const where = useWhere('monitoring.configure')
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const [name, setName] = useState('')
  const [item, setItem] = useState<Choice>()
  const [location, setLocation] = useState<Choice>()
  const [wrong, setWrong] = useState<string>()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!item || !location) return
    try {
      made(await collectors.addCollector({ body: { organisationId, name: name.trim(), itemId: item.id, locationId: location.id } }))
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('monitoring.collectors.failed'))
    }
  }
  return (
    <Modal opened onClose={close} title={t('monitoring.collectors.new')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.stack} onSubmit={(event) => void send(event)}>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        {where.length > 1 && (
          <NativeSelect
            label={t('monitoring.collectors.organisation')}
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
            data={where.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <TextInput
          label={t('monitoring.collectors.name')}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Pick
          name="collector-item"
          label={t('monitoring.collectors.itemField')}
          find={findItem}
          {...{ organisationId, value: item, onChange: setItem }}
          required
        />
        <Pick
          name="collector-location"
          label={t('monitoring.collectors.locationField')}
          find={findLocation}
          {...{ organisationId, value: location, onChange: setLocation }}
          required
        />
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {words('kit.back')}
          </Button>
          <Button type="submit" disabled={name.trim() === '' || !item || !location}>
            {t('monitoring.collectors.make')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

export function CodeOnce({ of, close }: { of: { name: string; code: string }; close: () => void }) {
  const t = useText(collectorTexts)
  const words = useWords()
  const command = `npm start -- --role collector --to ${window.location.origin} --code ${of.code}`
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      // Beside it is easily clicked, and the code would be gone.
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={of.name}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <div className={classes.stack}>
        <div role="status">
          <Note tone="green">{t('monitoring.collectors.once')}</Note>
        </div>
        <Setting title={t('monitoring.collectors.code')} text={of.code} />
        <Setting title={t('monitoring.collectors.run')} text={command} />
        <div className={classes.end}>
          <Button onClick={close}>{t('monitoring.collectors.done')}</Button>
        </div>
      </div>
    </Modal>
  )
}

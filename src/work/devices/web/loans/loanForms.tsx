/** Adding a device to the loan desk, and reserving one that is free. */
import { Button, Modal, NativeSelect, Switch, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { findItems, findPeople } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { today } from '#web/kit/wall.ts'
import classes from '../devices.module.css'
import { loans } from './calls.ts'
import { loanTexts } from './loanTexts.ts'

interface Asked {
  title: string
  verb: string
  ready: boolean
  close: () => void
  send: () => Promise<unknown>
  children: ReactNode
}
function Ask({ title, verb, ready, close, send, children }: Asked) {
  const t = useText(loanTexts)
  const words = useWords()
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await send()
      await reload(['devices', 'loans'])
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.loans.failed'))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.stack} onSubmit={(event) => void submit(event)}>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        {children}
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {t('devices.loans.back')}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface Props {
  organisationId: string
  close: () => void
}
export function AddLent({ organisationId, close }: Props) {
  const t = useText(loanTexts)
  const [item, setItem] = useState<Choice>()
  const [wipes, setWipes] = useState(true)
  const send = async () => {
    if (!item) return
    await loans.lend({ params: { id: item.id }, body: { lent: true, wipes } })
    toast(t('devices.loans.added', { name: item.name }))
  }
  return (
    <Ask title={t('devices.loans.add')} verb={t('devices.loans.add')} ready={item !== undefined} close={close} send={send}>
      <Pick
        name="lent"
        label={t('devices.loans.addOf')}
        required
        find={findItems()}
        organisationId={organisationId}
        value={item}
        onChange={setItem}
      />
      <Switch
        label={t('devices.loans.wipes')}
        description={t('devices.loans.wipesWhat')}
        checked={wipes}
        onChange={(event) => setWipes(event.currentTarget.checked)}
      />
    </Ask>
  )
}

export function Reserve({ organisationId, close }: Props) {
  const t = useText(loanTexts)
  const [person, setPerson] = useState<Choice>()
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState(today)
  const [chosen, setChosen] = useState('')
  const [purpose, setPurpose] = useState('')
  const right = from !== '' && until >= from
  const free = useLoad({
    key: ['devices', 'loans', 'free', organisationId, from, until],
    load: (signal) => loans.loanItems({ query: { organisationId, from, until } }, { signal }),
    when: right,
  }).data?.items
  const item = free?.find(({ id }) => id === chosen) ?? free?.[0]
  const send = async () => {
    if (!person || !item) return
    await loans.reserve({ body: { itemId: item.id, personId: person.id, from, until, purpose: purpose.trim() } })
    toast(t('devices.loans.made', { name: person.name }))
  }
  return (
    <Ask
      title={t('devices.loans.reserve')}
      verb={t('devices.loans.reserve')}
      ready={right && item !== undefined && person !== undefined}
      close={close}
      send={send}
    >
      <Pick
        name="borrower"
        label={t('devices.loans.for')}
        required
        find={findPeople}
        organisationId={organisationId}
        value={person}
        onChange={setPerson}
      />
      <div className={classes.stepHead}>
        <TextInput type="date" required label={t('devices.loans.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput
          type="date"
          required
          min={from}
          label={t('devices.loans.until')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      {right && free?.length === 0 ? (
        <Note tone="amber">{t('devices.loans.noneFree')}</Note>
      ) : (
        <NativeSelect
          label={t('devices.loans.device')}
          value={item?.id ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={(free ?? []).map(({ id, name, kind }) => ({ value: id, label: `${name} (${kind})` }))}
        />
      )}
      <TextInput label={t('devices.loans.purpose')} maxLength={200} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} />
    </Ask>
  )
}

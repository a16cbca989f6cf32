/** On the page of a person: everything they have, and how it comes back when they leave. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { api, problemIn } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Refused } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import type { PanelPerson } from '#web/kit/personPanels.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { today } from '#web/kit/wall.ts'
import { devicesHolding, type Held, type Leaving } from '../../holding/contract.ts'
import classes from '../devices.module.css'
import { holdingTexts } from './holdingTexts.ts'

const holding = api(devicesHolding)

export default function HoldingOnPerson({ subject: person, title }: { subject: PanelPerson; title: string }) {
  const t = useText(holdingTexts)
  const [leaving, setLeaving] = useState(false)
  const where = useWhere('devices.work').filter(({ id }) => person.organisationIds.includes(id))
  const { data, error, refetch } = useLoad({
    key: ['devices', 'holdings', person.id],
    load: (signal) => holding.holdings({ params: { id: person.id } }, { signal }),
    about: [`person/${person.id}`],
    on: ['items.moved', 'items.changed', 'devices.leavingBegun'],
  })
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  if (!data) return null
  return (
    <Section
      title={title}
      actions={
        data.items.length > 0 && (
          <Refused why={where.length > 0 ? undefined : t('devices.holding.notYours')}>
            <Button size="compact-sm" variant="default" onClick={() => setLeaving(true)}>
              {t('devices.holding.leave')}
            </Button>
          </Refused>
        )
      }
    >
      {data.items.length === 0 && <p className="dim">{t('devices.holding.none')}</p>}
      <ul className={classes.list} aria-label={title}>
        {data.items.map((one) => (
          <HeldRow key={one.id} one={one} />
        ))}
        {data.leavings.map((one) => (
          <LeavingRow key={`${one.organisationId} ${one.at}`} one={one} />
        ))}
      </ul>
      {data.more && (
        <p className="dim">
          {t('devices.holding.more')} <Link to={`/items?user=${person.id}`}>{t('devices.holding.more.list')}</Link>
        </p>
      )}
      {leaving && <Leave person={person} where={where} close={() => setLeaving(false)} />}
    </Section>
  )
}

function HeldRow({ one: { number, name, kind, state, uses, owns } }: { one: Held }) {
  const t = useText(holdingTexts)
  const how = [...(uses ? [t('devices.holding.uses')] : []), ...(owns ? [t('devices.holding.owns')] : [])].join(', ')
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <Link to={`/items/${number}`}>{name}</Link>{' '}
        <span className="dim small">
          {kind.name} · {number} · {how}
        </span>
      </span>
      <span className="small">{state.name}</span>
    </li>
  )
}
function LeavingRow({ one: { case: number, back, items, at } }: { one: Leaving }) {
  const t = useText(holdingTexts)
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        {t('devices.holding.comesBack', { back, items })} {number && <Link to={`/desk/cases/${number}`}>{number}</Link>}
      </span>
      <span className="dim small">
        <Time at={at} />
      </span>
    </li>
  )
}

interface LeaveProps {
  person: PanelPerson
  where: readonly { id: string; name: string }[]
  close: () => void
}
function Leave({ person, where, close }: LeaveProps) {
  const t = useText(holdingTexts)
  const words = useWords()
  const reload = useReload()
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const [lastDay, setLastDay] = useState(today)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const { leavings } = await holding.leave({ params: { id: person.id }, body: { organisationId, lastDay, note: note.trim() } })
      await reload(['devices', 'holdings'])
      toast(t('devices.holding.opened', { number: leavings[0]?.case ?? '' }))
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.holding.failed'))
      setBusy(false)
    }
  }
  return (
    <Modal
      opened
      onClose={close}
      title={t('devices.holding.leaveTitle', { name: person.name })}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <form className={classes.stack} onSubmit={(event) => void send(event)}>
        <p>{t('devices.holding.leaveWhat')}</p>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        {where.length > 1 && (
          <NativeSelect
            label={t('devices.holding.organisation')}
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
            data={where.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextInput
          type="date"
          required
          label={t('devices.holding.lastDay')}
          value={lastDay}
          onChange={(event) => setLastDay(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput label={t('devices.holding.note')} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {t('devices.holding.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={lastDay === ''}>
            {t('devices.holding.open')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Handing out: to whom, which devices with what, under which terms. One device or a trolley of thirty, scanned, typed or pasted. */
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Scanner } from '#record/items/labels/web/scanner.tsx'
import { findPeople, useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { handouts } from './calls.ts'
import { type Going, GoingRow } from './going.tsx'
import classes from './handout.module.css'
import { TermsNow } from './termsNow.tsx'
import { handoutWords } from './texts.ts'

const most = 100

/** The devices that were scanned, and what was not understood. */
function useGoing(organisationId: string) {
  const t = useText(handoutWords)
  const [going, setGoing] = useState<readonly Going[]>([])
  const [unknown, setUnknown] = useState<readonly string[]>([])
  const add = async (codes: readonly string[]) => {
    if (codes.length === 0) return
    try {
      const found = await handouts.candidates({ body: { organisationId, codes: codes.slice(0, most) } })
      setUnknown(found.unknown)
      setGoing((before) => [
        ...before,
        ...found.items
          .filter(({ itemId }) => !before.some((one) => one.candidate.itemId === itemId))
          .map((candidate) => ({ candidate, accessories: candidate.accessories.map((name) => ({ name, serial: '' })), condition: '', photoIds: [] })),
      ])
    } catch (error) {
      toastProblem(error, t('handout.failed'))
    }
  }
  return { going, setGoing, unknown, add }
}

interface Around {
  loan: boolean
  dueOn: string
  note: string
}
/** Everything that is filled in, what is missing still, and sending it. */
function useHandingOut(organisationId: string, { going, setGoing }: Pick<ReturnType<typeof useGoing>, 'going' | 'setGoing'>) {
  const t = useText(handoutWords)
  const go = useGo()
  const reload = useReload()
  const [receiver, setReceiver] = useState<Choice>()
  const [around, setAround] = useState<Around>({ loan: false, dueOn: '', note: '' })
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const { loan, dueOn, note } = around
  const lacks: [boolean, Parameters<typeof t>[0]][] = [
    [!receiver, 'handout.new.needReceiver'],
    [going.length === 0, 'handout.new.needDevices'],
    [going.some(({ candidate }) => candidate.why !== null), 'handout.new.blocked'],
    [loan && dueOn === '', 'handout.new.needDue'],
  ]
  const lack = lacks.find(([yes]) => yes)?.[1]
  const missing = lack && t(lack)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (missing || !receiver) return setWrong(missing)
    setBusy(true)
    try {
      const items = going.map(({ candidate, accessories, condition, photoIds }) => ({
        ...{ itemId: candidate.itemId, condition, photoIds },
        accessories: accessories.map(({ name, serial }) => ({ name, serial: serial.trim() || null })),
      }))
      const kind = loan ? ('loan' as const) : ('issue' as const)
      const made = await handouts.handOut({
        body: { organisationId, receiverId: receiver.id, kind, dueOn: loan ? dueOn : null, note: note.trim(), items },
      })
      await reload(['devices', 'handouts'])
      go(`/devices/handouts/${made.number}`)
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('handout.failed'))
      setBusy(false)
      // Who was too late sees at which device.
      const codes = going.map(({ candidate }) => candidate.itemId)
      const now = await handouts.candidates({ body: { organisationId, codes } }).catch(() => undefined)
      if (now) setGoing(going.map((one) => ({ ...one, candidate: now.items.find(({ itemId }) => itemId === one.candidate.itemId) ?? one.candidate })))
    }
  }
  // What was wrong is no longer said when something of it changes.
  const anew =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      setWrong(undefined)
      set(value)
    }
  return { receiver, setReceiver: anew(setReceiver), around, setAround: anew(setAround), missing, wrong, busy, submit }
}

export default function NewPage() {
  const t = useText(handoutWords)
  const where = useWhere('devices.work')
  const [query] = useUrlState()
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const gathered = useGoing(organisationId)
  const { going, setGoing, unknown, add } = gathered
  const { receiver, setReceiver, submit, ...rest } = useHandingOut(organisationId, gathered)
  const asked = useRef(false)
  const first = listOf(query.items)
    .flatMap((one) => one.split(','))
    .filter(Boolean)
  useEffect(() => {
    if (asked.current || first.length === 0) return
    asked.current = true
    void add(first)
  })
  return (
    <Page title={t('handout.new.title')} under={[{ label: t('handout.title'), to: '/devices/handouts' }]} width="form">
      <div className={classes.stack}>
        {where.length > 1 && (
          <NativeSelect
            size="md"
            label={t('handout.new.organisation')}
            value={organisationId}
            disabled={going.length > 0}
            onChange={(event) => {
              setOrganisationId(event.currentTarget.value)
              setReceiver(undefined)
            }}
            data={where.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Pick
          name="receivers"
          label={t('handout.new.receiver')}
          find={findPeople}
          organisationId={organisationId}
          required
          value={receiver}
          onChange={setReceiver}
        />
      </div>
      <Section title={t('handout.new.devices')}>
        <Scanner verb={t('handout.new.scan')} onText={(text) => void add([text])} />
        <Many add={add} />
        <div role="alert">{unknown.length > 0 && <Note tone="amber">{t('handout.new.unknown', { codes: unknown.join(', ') })}</Note>}</div>
        {going.length === 0 && <p className="dim">{t('handout.new.none')}</p>}
        <ul className={classes.list} aria-label={t('handout.new.devices')}>
          {going.map((one) => (
            <GoingRow
              key={one.candidate.itemId}
              one={one}
              organisationId={organisationId}
              onChange={(changed) => setGoing(going.map((other) => (other === one ? changed : other)))}
              remove={() => setGoing(going.filter((other) => other !== one))}
            />
          ))}
        </ul>
      </Section>
      <Ending organisationId={organisationId} count={going.length} submit={submit} {...rest} />
    </Page>
  )
}

type EndingProps = { organisationId: string; count: number } & Omit<ReturnType<typeof useHandingOut>, 'receiver' | 'setReceiver'>
/** Loan or for good, a note, the terms, and the button. */
function Ending({ organisationId, count, around, setAround, missing, wrong, busy, submit }: EndingProps) {
  const t = useText(handoutWords)
  const { loan, dueOn, note } = around
  return (
    <form className={classes.stack} onSubmit={(event) => void submit(event)} noValidate>
      <Checkbox label={t('handout.new.loan')} checked={loan} onChange={(event) => setAround({ ...around, loan: event.currentTarget.checked })} />
      {loan && (
        <TextInput
          type="date"
          label={t('handout.new.due')}
          value={dueOn}
          required
          onChange={(event) => setAround({ ...around, dueOn: event.currentTarget.value })}
        />
      )}
      <Textarea
        label={t('handout.new.note')}
        autosize
        minRows={1}
        maxLength={2000}
        value={note}
        onChange={(event) => setAround({ ...around, note: event.currentTarget.value })}
      />
      <TermsNow organisationId={organisationId} />
      <div role="alert">{wrong && <Note tone="red">{wrong}</Note>}</div>
      <div className={classes.deeds}>
        <Button type="submit" loading={busy}>
          {t('handout.new.go', { count })}
        </Button>
        {missing && !wrong && <span className="dim small">{missing}</span>}
      </div>
    </form>
  )
}

/** A list from elsewhere: one code a line, or with commas between. */
function Many({ add }: { add: (codes: readonly string[]) => Promise<void> }) {
  const t = useText(handoutWords)
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  if (!open)
    return (
      <div>
        <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>
          {t('handout.new.paste')}
        </Button>
      </div>
    )
  const codes = text
    .split(/[\n,;\t]/)
    .map((code) => code.trim())
    .filter(Boolean)
  return (
    <div className={classes.stack}>
      <Textarea
        label={t('handout.new.paste')}
        description={t('handout.new.pasteWhat')}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button
          size="xs"
          variant="default"
          disabled={codes.length === 0}
          onClick={() => {
            setText('')
            setOpen(false)
            void add(codes)
          }}
        >
          {t('handout.new.pasteGo')}
        </Button>
      </div>
    </div>
  )
}

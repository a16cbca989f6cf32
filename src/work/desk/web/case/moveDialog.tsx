/** Asks what a step needs: what was done and how it was tested, for whom it waits, why it ends. What was typed is kept until it is done. */
import { Button, Group, Modal, Radio, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Move, waitings } from '#record/cases/contract.ts'
import { problemIn } from '#web/kit/api.ts'
import { Note } from '#web/kit/marks.tsx'
import { type Text, useText, useWords } from '#web/kit/texts.ts'
import type { CasePage } from '../../contract.ts'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'
import type { Given } from './moves.tsx'

type Asked = Exclude<Move, 'take' | 'resume'>
type Name = 'done' | 'tested' | 'despiteTasks' | 'reason' | 'text' | 'for' | 'until'
type T = Text<keyof typeof deskWords & string>
const fields: Readonly<Record<Asked, readonly Name[]>> = {
  solve: ['done', 'tested'],
  wait: ['for', 'until', 'reason'],
  close: ['reason'],
  reopen: ['reason'],
  cancel: ['reason'],
  confirm: ['text'],
  reject: ['text'],
}
const atField: Readonly<Record<string, Name>> = {
  'cases.doneNeeded': 'done',
  'cases.testedNeeded': 'tested',
  'cases.untilNeeded': 'until',
  'cases.untilPast': 'until',
}

function labelOf(t: T, move: Asked, name: Name): string {
  if (name === 'done' || name === 'tested' || name === 'despiteTasks') return t(`desk.dialog.solve.${name}`)
  if (name === 'for' || name === 'until') return t(`desk.dialog.wait.${name}`)
  if (name === 'text' && (move === 'confirm' || move === 'reject')) return t(`desk.dialog.${move}.text`)
  return t('desk.dialog.reason')
}

type Wrong = Partial<Record<Name | '', string>>
function wrongIn(t: T, move: Asked, values: Given): Wrong {
  const wrong: Wrong = {}
  for (const name of fields[move]) {
    if (values[name]?.trim()) continue
    if (name === 'done') wrong.done = t('cases.doneNeeded')
    // How it was tested may stand in the steps; the server says when it does not.
    if (name === 'until' && values.for === 'moment') wrong.until = t('cases.untilNeeded')
    if ((name === 'reason' && move !== 'wait') || (name === 'text' && move === 'reject')) wrong[name] = t('cases.reasonNeeded')
  }
  return wrong
}

/** What the server refused, at its field where there is one. `passing`: tasks are open, and this person may solve anyway with a reason. */
function refusedIn(error: unknown, last: Name | undefined, away: string): { wrong: Wrong; passing: boolean } {
  const problem = problemIn(error)
  const code = problem?.type ?? ''
  const field = atField[code] ?? (code === 'cases.reasonNeeded' ? last : undefined)
  const { missing = [], mayPass = false } = (problem?.data ?? {}) as { missing?: { why: string }[]; mayPass?: boolean }
  const why = missing.map((one) => one.why).join('. ')
  return { wrong: { [field ?? '']: problem?.errors?.[0]?.detail ?? (why || problem?.title) ?? away }, passing: mayPass }
}

interface Props {
  move: Move
  page: CasePage
  onClose: () => void
  submit: (given: Given) => Promise<unknown>
}
export function MoveDialog({ move, page, onClose, submit }: Props) {
  const t = useText(deskWords)
  const words = useWords()
  const asked = move as Asked
  const key = `spil.draft.case/${page.case.id}/${move}`
  const [values, setValues] = useState<Given>(() => ({
    ...(move === 'wait' && { for: 'reporter' }),
    ...JSON.parse(sessionStorage.getItem(key) ?? '{}'),
  }))
  const [wrong, setWrong] = useState<Wrong>({})
  const [busy, setBusy] = useState(false)
  const [passing, setPassing] = useState(false)
  const names = passing ? [...fields[asked], 'despiteTasks' as const] : fields[asked]
  const put = (name: Name, value: string) => {
    const next = { ...values, [name]: value }
    setValues(next)
    sessionStorage.setItem(key, JSON.stringify(next))
    setWrong({ ...wrong, [name]: undefined })
  }
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    const found = wrongIn(t, asked, values)
    setWrong(found)
    if (Object.keys(found).length > 0 || busy) return
    setBusy(true)
    try {
      const given = Object.fromEntries(names.flatMap((name) => (values[name]?.trim() ? [[name, values[name]?.trim()]] : [])))
      if (given.until) given.until = new Date(given.until).toISOString()
      await submit(given)
      sessionStorage.removeItem(key)
      onClose()
    } catch (error) {
      const refused = refusedIn(error, names.at(-1), words('kit.away'))
      setWrong(refused.wrong)
      setPassing(passing || refused.passing)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={t(`desk.dialog.${asked}`)} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        noValidate
        className={classes.dialog}
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send()}
      >
        <p className="dim">{t(`desk.dialog.${asked}.help`, { name: page.case.reporter.name })}</p>
        {wrong[''] && <Note tone="red">{wrong['']}</Note>}
        {names.map((name, at) => (
          <MoveField
            key={name}
            name={name}
            move={asked}
            first={at === 0}
            value={values[name] ?? ''}
            error={wrong[name]}
            put={(value) => put(name, value)}
            t={t}
          />
        ))}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {words('kit.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t(`desk.dialog.${asked}.verb`)}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

interface FieldProps {
  name: Name
  move: Asked
  first: boolean
  value: string
  error: string | undefined
  put: (value: string) => void
  t: T
}
function MoveField({ name, move, first, value, error, put, t }: FieldProps) {
  const words = useWords()
  const optional = (name === 'text' && move === 'confirm') || (name === 'reason' && move === 'wait') || name === 'until'
  const label = (
    <>
      {labelOf(t, move, name)}
      {optional && <span className={classes.optional}> ({words('kit.optional')})</span>}
    </>
  )
  if (name === 'for')
    return (
      <Radio.Group label={label} value={value} onChange={put} error={error}>
        <div className={classes.choices}>
          {waitings.map((one, at) => (
            <Radio key={one} value={one} label={t(`cases.waiting.${one}`)} {...(at === 0 && { 'data-autofocus': true })} />
          ))}
        </div>
      </Radio.Group>
    )
  if (name === 'until')
    return (
      <TextInput
        type="datetime-local"
        label={label}
        description={t('desk.dialog.wait.until.help')}
        value={value}
        error={error}
        onChange={(event) => put(event.currentTarget.value)}
        maw={260}
      />
    )
  return (
    <Textarea
      label={label}
      description={name === 'done' || name === 'despiteTasks' ? t(`desk.dialog.solve.${name}.help`) : undefined}
      autosize
      minRows={3}
      maxRows={12}
      value={value}
      error={error}
      {...(first && { 'data-autofocus': true })}
      onChange={(event) => put(event.currentTarget.value)}
    />
  )
}

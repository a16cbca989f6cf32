/** Registers a phone call or somebody at the counter, by keyboard alone: who, what, how bad, saved with Ctrl+Enter. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { kinds } from '#record/cases/contract.ts'
import { problemIn } from '#web/kit/api.ts'
import { Link, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Kbd, Note } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { majorCalls } from '../../major/web/calls.ts'
import { calls, useMyOrganisations } from '../calls.ts'
import { CaseState } from '../marksOfCase.tsx'
import { Parts } from '../part.tsx'
import { deskWords } from '../texts.ts'
import { type Part, type Put, useDraft, type Wrong } from './draft.ts'
import classes from './new.module.css'
import { registerNotices, registerParts } from './parts.ts'
import { type Chosen, PersonField } from './personField.tsx'
import { What } from './whatFields.tsx'

export default function NewPage() {
  const t = useText(deskWords)
  const words = useWords()
  const go = useGo()
  const me = useMe()
  const organisations = useMyOrganisations()
  const [url] = useUrlState()
  const [draft, put, forget] = useDraft(
    organisations[0]?.id ?? '',
    kinds.find((kind) => kind === url.kind),
    me ? { id: me.id, name: me.name, email: me.email } : undefined,
  )
  const [wrong, setWrong] = useState<Wrong>({})
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const change: Put = (part) => {
    put(part)
    setWrong({})
  }
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    const found: Wrong = {}
    if (!draft.reporter && !draft.fresh) found.reporter = t('desk.new.reporter.needed')
    if (draft.fresh && !/^\S+@\S+\.\S+$/.test(draft.fresh.email)) found.email = t('desk.new.emailNeeded')
    if (draft.title.trim() === '') found.title = t('desk.new.what.needed')
    setWrong(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      const { reporter, fresh, title, text, kind, impact, urgency, channel, organisationId, take, under } = draft
      const made = await calls.createCase({
        body: {
          ...{ title: title.trim(), text, kind, impact, urgency, channel, organisationId },
          ...(reporter ? { reporterId: reporter.id } : fresh && { reporter: fresh }),
          ...(take && { take }),
          ...(draft.service && { service: draft.service }),
          ...(kind === 'complaint' && draft.complaint && { complaint: draft.complaint }),
          ...(kind === 'change' && draft.change && { change: draft.change }),
          ...(draft.items?.length && { itemIds: draft.items.map(({ id }) => id) }),
        },
      })
      // It is registered whatever comes of this: on its page it can still be hung under another.
      if (under) await majorCalls.addChildren({ params: { id: under }, body: { cases: [made.number], registered: true } }).catch(() => undefined)
      forget()
      toast(t('desk.new.saved', { number: made.number }))
      go(`/desk/cases/${made.number}`, { replace: true })
    } catch (error) {
      const problem = problemIn(error)
      setWrong({ '': problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away') })
    } finally {
      setBusy(false)
    }
  }
  if (!me) return null
  return (
    <Page title={t('desk.new.title')} under={[{ label: t('desk.title'), to: '/desk' }]} lead={t('desk.new.lead')} width="form">
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send()}
      >
        {wrong[''] && (
          <div role="alert">
            <Note tone="red">{wrong['']}</Note>
          </div>
        )}
        <Parts parts={registerNotices} props={{ draft, change }} />
        <Who draft={draft} change={change} wrong={wrong} inputRef={first} organisations={organisations} />
        <What draft={draft} change={change} wrong={wrong} />
        <Parts parts={registerParts} props={{ draft, change }} />
        <div className={classes.foot}>
          <Button type="submit" size="md" loading={busy}>
            {t('desk.new.save')}
          </Button>
          <Kbd keys="Ctrl Enter" />
          <Checkbox label={t('desk.new.take')} checked={draft.take} onChange={(event) => change({ take: event.currentTarget.checked })} />
        </div>
      </form>
    </Page>
  )
}

function Who({
  draft,
  change,
  wrong,
  inputRef,
  organisations,
}: Part & { inputRef: React.RefObject<HTMLInputElement | null>; organisations: readonly { id: string; name: string }[] }) {
  const t = useText(deskWords)
  const email = useRef<HTMLInputElement>(null)
  const { reporter, fresh } = draft
  const start = (typed: string) => {
    const isMail = typed.includes('@')
    change({ reporter: undefined, fresh: { name: isMail ? '' : typed, email: isMail ? typed : '' } })
    setTimeout(() => email.current?.focus(), 0)
  }
  return (
    <>
      {organisations.length > 1 && (
        <NativeSelect
          label={t('desk.new.organisation')}
          value={draft.organisationId}
          onChange={(event) => change({ organisationId: event.currentTarget.value })}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {fresh ? (
        <div className={classes.fresh}>
          <TextInput
            label={t('desk.new.reporter.name')}
            value={fresh.name}
            maxLength={120}
            onChange={(event) => change({ fresh: { ...fresh, name: event.currentTarget.value } })}
          />
          <TextInput
            ref={email}
            type="email"
            label={t('desk.new.reporter.email')}
            value={fresh.email}
            error={wrong.email}
            maxLength={254}
            onChange={(event) => change({ fresh: { ...fresh, email: event.currentTarget.value } })}
          />
          <Button size="compact-sm" variant="subtle" onClick={() => change({ fresh: undefined })}>
            {t('desk.new.reporter.known')}
          </Button>
        </div>
      ) : (
        <PersonField
          inputRef={inputRef}
          label={t('desk.new.reporter')}
          organisationId={organisations.length > 1 ? draft.organisationId : undefined}
          value={reporter}
          error={wrong.reporter}
          onChange={(chosen) => change({ reporter: chosen && { id: chosen.id, name: chosen.name, email: chosen.email } })}
          onNew={start}
        />
      )}
      {reporter && <OpenCases reporter={reporter} />}
    </>
  )
}

/** So that the same thing is not registered twice. */
function OpenCases({ reporter }: { reporter: Chosen }) {
  const t = useText(deskWords)
  const { data } = useLoad({
    key: ['desk', 'openOf', reporter.id],
    load: (signal) =>
      calls.cases({ query: { reporterId: reporter.id, state: ['new', 'inProgress', 'waiting', 'solved', 'reopened'], limit: 5 } }, { signal }),
    on: ['cases.'],
  })
  if (!data || data.items.length === 0) return null
  return (
    <div>
      <p className="dim small">{t('desk.new.openCases', { name: reporter.name })}</p>
      <ul className={classes.known}>
        {data.items.map((one) => (
          <li key={one.id}>
            <Link to={`/desk/cases/${one.number}`} tabIndex={-1}>
              <span className="mono">{one.number}</span> {one.title}
            </Link>
            <CaseState state={one.state} plain />
          </li>
        ))}
      </ul>
    </div>
  )
}

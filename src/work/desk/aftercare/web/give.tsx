/** A contact goes to the list of somebody else, of a team, or of the leads. */
import { Button, NativeSelect } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import classes from '../../closing/web/closing.module.css'
import { closingWords } from '../../closing/web/texts.ts'
import { useEngineers, useTeams } from '../../web/calls.ts'
import type { Aftercare } from '../contract.ts'
import { careCalls } from './careCalls.ts'

const leads = 'leads'
export function Give({ one, leave, again }: { one: Aftercare; leave: () => void; again: () => void }) {
  const t = useText(closingWords)
  const words = useWords()
  const engineers = useEngineers(one.organisationId)?.filter(({ id }) => id !== one.person?.id) ?? []
  const teams = useTeams(one.organisationId)?.filter(({ id }) => id !== one.team?.id) ?? []
  const [to, setTo] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (to === '') return setError(t('care.give.choose'))
    const whom = to === leads ? { forLeads: true } : teams.some(({ id }) => id === to) ? { teamId: to } : { personId: to }
    setBusy(true)
    try {
      await careCalls.give({ params: { id: one.id }, body: { version: one.version, ...whom } })
      toast(t('care.saved'))
      leave()
      again()
    } catch (thrown) {
      setError(problemIn(thrown)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  const named = (all: readonly { id: string; name: string }[]) => all.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void send(event)}>
      {error && (
        <div role="alert">
          <Note tone="red">{error}</Note>
        </div>
      )}
      <NativeSelect
        maw={360}
        label={t('care.give.to')}
        autoFocus
        value={to}
        data={[
          { value: '', label: t('care.give.choose') },
          ...(one.forLeads ? [] : [{ value: leads, label: t('care.leads') }]),
          ...(engineers.length > 0 ? [{ group: t('care.give.people'), items: named(engineers) }] : []),
          ...(teams.length > 0 ? [{ group: t('care.give.teams'), items: named(teams) }] : []),
        ]}
        onChange={(event) => {
          setTo(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <span className={classes.actions}>
        <Button type="submit" size="xs" loading={busy}>
          {t('care.give')}
        </Button>
        <Button size="xs" variant="default" onClick={leave}>
          {words('kit.cancel')}
        </Button>
      </span>
    </form>
  )
}

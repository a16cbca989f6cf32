/** From when until when somebody is away, and who stands in. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { instantOf, wallMoment } from '#web/kit/wall.ts'
import { useEngineers, useMyOrganisations, useTeams } from '../../web/calls.ts'
import type { Absence } from '../contract.ts'
import classes from './absence.module.css'
import { absenceCalls, absenceKey } from './calls.ts'
import { absenceWords } from './texts.ts'

const team = 'team '

interface Draft {
  who: string
  from: string
  until: string
  by: string
  note: string
}
const draftOf = (absence: Absence | undefined, me: string): Draft => ({
  who: absence?.person.id ?? me,
  from: wallMoment(absence?.from),
  until: wallMoment(absence?.until),
  by: absence?.substitute?.id ?? (absence?.substituteTeam ? `${team}${absence.substituteTeam.id}` : ''),
  note: absence?.note ?? '',
})
const fieldsOf = ({ from, until, by, note }: Draft) => ({
  from: instantOf(from) ?? '',
  until: instantOf(until),
  substituteId: by === '' || by.startsWith(team) ? null : by,
  substituteTeamId: by.startsWith(team) ? by.slice(team.length) : null,
  note: note.trim() || null,
})

export function AbsenceForm({ absence, close }: { absence: Absence | undefined; close: () => void }) {
  const t = useText(absenceWords)
  const words = useWords()
  const reload = useReload()
  const me = useMe()
  const mine = useMyOrganisations()
  const organisationId = absence?.organisationId ?? mine[0]?.id ?? me?.roles[0]?.organisationId ?? ''
  const [draft, setDraft] = useState(() => draftOf(absence, me?.id ?? ''))
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const run = async (what: () => Promise<unknown>, said: string) => {
    setBusy(true)
    setWrong(undefined)
    try {
      await what()
      toast(said)
      await reload(absenceKey)
      close()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setWrong(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (draft.from === '') return setWrong(t('desk.away.fromNeeded'))
    const fields = fieldsOf(draft)
    const whose = draft.who === me?.id ? {} : { personId: draft.who }
    void run(
      () =>
        absence
          ? absenceCalls.changeAbsence({ params: { id: absence.id }, body: { ...fields, version: absence.version } })
          : absenceCalls.addAbsence({ body: { ...fields, organisationId, ...whose } }),
      t('desk.away.saved'),
    )
  }
  return (
    <form noValidate className={classes.form} onSubmit={save}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <Fields draft={draft} put={(part) => setDraft({ ...draft, ...part })} organisationId={organisationId} fresh={!absence} />
      <div className={classes.acts}>
        <Button type="submit" loading={busy}>
          {t('desk.away.save')}
        </Button>
        {absence && (
          <Button
            variant="subtle"
            color="red"
            disabled={busy}
            onClick={() => void run(() => absenceCalls.removeAbsence({ params: { id: absence.id } }), t('desk.away.removed'))}
          >
            {t('desk.away.remove')}
          </Button>
        )}
      </div>
    </form>
  )
}

interface FieldsProps {
  draft: Draft
  put: (part: Partial<Draft>) => void
  organisationId: string
  fresh: boolean
}
function Fields({ draft, put, organisationId, fresh }: FieldsProps) {
  const t = useText(absenceWords)
  const me = useMe()
  const leads = useMyOrganisations(['lead', 'administrator'])
  const engineers = useEngineers(organisationId) ?? []
  const teams = useTeams(organisationId) ?? []
  const choice = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  return (
    <>
      {fresh && leads.some(({ id }) => id === organisationId) && (
        <NativeSelect
          label={t('desk.away.who')}
          value={draft.who}
          onChange={(event) => put({ who: event.currentTarget.value })}
          data={[{ value: me?.id ?? '', label: t('desk.away.me') }, ...engineers.filter(({ id }) => id !== me?.id).map(choice)]}
        />
      )}
      <div className={classes.row}>
        <TextInput
          type="datetime-local"
          label={t('desk.away.from')}
          value={draft.from}
          onChange={(event) => put({ from: event.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label={t('desk.away.until')}
          description={t('desk.away.until.help')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={draft.until}
          onChange={(event) => put({ until: event.currentTarget.value })}
        />
      </div>
      <NativeSelect
        label={t('desk.away.substitute')}
        value={draft.by}
        onChange={(event) => put({ by: event.currentTarget.value })}
        data={[
          { value: '', label: t('desk.away.substitute.none') },
          { group: t('desk.away.people'), items: engineers.filter(({ id }) => id !== draft.who).map(choice) },
          { group: t('desk.away.teams'), items: teams.map(({ id, name }) => ({ value: `${team}${id}`, label: name })) },
        ]}
      />
      <Textarea
        label={t('desk.away.note')}
        description={t('desk.away.note.help')}
        maxLength={300}
        autosize
        minRows={2}
        value={draft.note}
        onChange={(event) => put({ note: event.currentTarget.value })}
      />
    </>
  )
}

/** A rule as a sentence: if this holds, then it goes to a team or person; tried on the last cases before it works. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type * as z from 'zod'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { always } from '../../conditions/contract.ts'
import { ConditionEditor } from '../../conditions/web/conditionEditor.tsx'
import { useEngineers, useTeams } from '../../web/calls.ts'
import type { AssignmentRule, NewAssignmentRule, Outcome } from '../contract.ts'
import classes from './assignment.module.css'
import { assignmentCalls, rulesKey } from './calls.ts'
import { assignmentWords } from './texts.ts'

type Fields = Omit<z.output<typeof NewAssignmentRule>, 'organisationId'>
const fieldsOf = (rule: AssignmentRule | undefined): Fields => ({
  name: rule?.name ?? '',
  active: rule?.active ?? true,
  condition: rule?.condition ?? always,
  teamId: rule?.team?.id ?? null,
  personId: rule?.person?.id ?? null,
  rotation: rule?.rotation ?? 'none',
  withinHours: rule?.withinHours ?? false,
})
const ofEntries = [
  'entryWords',
  'entryVisibility',
  'entryByReporter',
  'state',
  'assigneeId',
  'openHours',
  'quietHours',
  'late',
  'waitingFor',
] as const

interface Props {
  rule: AssignmentRule | undefined
  organisationId: string
  close: () => void
}
export function RuleForm({ rule, organisationId, close }: Props) {
  const t = useText(assignmentWords)
  const reload = useReload()
  const [fields, setFields] = useState(() => fieldsOf(rule))
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const [tried, setTried] = useState<readonly Outcome[]>()
  const put = (part: Partial<Fields>) => setFields({ ...fields, ...part })
  const save = () => {
    if (fields.name.trim() === '') return setWrong(t('desk.assign.name.needed'))
    void attempt(async () => {
      if (rule) await assignmentCalls.changeRule({ params: { id: rule.id }, body: { ...fields, version: rule.version } })
      else await assignmentCalls.addRule({ body: { ...fields, organisationId } })
      toast(t('desk.assign.saved'))
      await reload(rulesKey(organisationId))
      close()
    })
  }
  const tryIt = () =>
    attempt(async () => {
      const draft = { ...fields, name: fields.name.trim() || t('desk.assign.name'), ...(rule && { id: rule.id }) }
      setTried((await assignmentCalls.tryRules({ body: { organisationId, rule: draft } })).items)
    })
  return (
    <KeptForm wrong={wrong} save={save}>
      <TextInput
        label={t('desk.assign.name')}
        value={fields.name}
        maxLength={100}
        data-autofocus
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <ConditionEditor organisationId={organisationId} value={fields.condition} onChange={(condition) => put({ condition })} without={ofEntries} />
      <Target organisationId={organisationId} fields={fields} put={put} />
      <Checkbox label={t('desk.assign.active')} checked={fields.active} onChange={(event) => put({ active: event.currentTarget.checked })} />
      <div className={form.foot}>
        <Button type="submit" loading={busy}>
          {t('desk.assign.save')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void tryIt()}>
          {t('desk.assign.try')}
        </Button>
        {rule && (
          <Remove
            verb={t('desk.assign.remove')}
            consequences={t('desk.assign.remove.what', { name: rule.name })}
            run={async () => {
              await assignmentCalls.removeRule({ params: { id: rule.id } })
              toast(t('desk.assign.removed'))
              await reload(rulesKey(organisationId))
              close()
            }}
          />
        )}
      </div>
      {tried && <Tried items={tried} />}
    </KeptForm>
  )
}

function Target({ organisationId, fields, put }: { organisationId: string; fields: Fields; put: (part: Partial<Fields>) => void }) {
  const t = useText(assignmentWords)
  const teams = useTeams(organisationId)
  const engineers = useEngineers(organisationId)
  const members = teams?.find(({ id }) => id === fields.teamId)?.memberIds
  const people = (engineers ?? []).filter(({ id }) => members === undefined || members.length === 0 || members.includes(id))
  const who = fields.personId ?? fields.rotation
  const choose = (value: string) =>
    put(value === 'none' || value === 'turn' || value === 'least' ? { personId: null, rotation: value } : { personId: value, rotation: 'none' })
  return (
    <div className={form.row}>
      <span className="dim">{t('desk.assign.then')}</span>
      <NativeSelect
        label={t('desk.assign.team')}
        value={fields.teamId ?? ''}
        onChange={(event) =>
          put({
            teamId: event.currentTarget.value || null,
            ...(event.currentTarget.value === '' && fields.personId === null && { rotation: 'none' as const }),
          })
        }
        data={[{ value: '', label: t('desk.assign.noTeam') }, ...(teams ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <NativeSelect
        label={t('desk.assign.who')}
        value={who}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: 'none', label: t('desk.assign.who.none') },
          ...(fields.teamId ? (['turn', 'least'] as const).map((value) => ({ value, label: t(`desk.assign.who.${value}`) })) : []),
          ...people.map(({ id, name }) => ({ value: id, label: t('desk.assign.who.person', { name }) })),
        ]}
      />
      {fields.rotation !== 'none' && (
        <Checkbox
          label={t('desk.assign.within')}
          checked={fields.withinHours}
          onChange={(event) => put({ withinHours: event.currentTarget.checked })}
        />
      )}
    </div>
  )
}

function Tried({ items }: { items: readonly Outcome[] }) {
  const t = useText(assignmentWords)
  return (
    <div role="status">
      <p>{t('desk.assign.tried', { count: items.filter(({ text }) => text !== null).length })}</p>
      {items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={classes.scroll} tabIndex={0} aria-label={t('desk.assign.outcome')}>
          <table className={classes.tried}>
            <thead>
              <tr>
                <th scope="col">{t('desk.assign.case')}</th>
                <th scope="col">{t('desk.assign.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, number, title, text }) => (
                <tr key={id}>
                  <td>
                    <Link to={`/desk/cases/${number}`}>
                      <span className="mono">{number}</span> {title}
                    </Link>
                  </td>
                  <td className={text === null ? 'dim' : undefined}>{text ?? t('desk.assign.nothing')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}

/** Who is on a case: reporter with other cases, engineer and team to choose, and who takes part. */
import { ActionIcon, Button } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { PersonChip } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { AwayNote, useNameWithAway } from '../../absence/web/awayNote.tsx'
import type { CasePage } from '../../contract.ts'
import { calls, useEngineers, useTeams } from '../calls.ts'
import { CaseState } from '../marksOfCase.tsx'
import { PersonField } from '../new/personField.tsx'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'
import type { Changing } from './change.tsx'

interface Props {
  page: CasePage
  changing: Changing
}
export function PeopleFacts({ page, changing }: Props) {
  const t = useText(deskWords)
  const one = page.case
  const refused = page.mayWork ? undefined : t('desk.case.readOnly')
  const engineers = useEngineers(one.organisationId)
  const named = useNameWithAway()
  const teams = useTeams(one.organisationId)
  const choices = (nobody: string, known: readonly { id: string; name: string }[] | undefined, now: { id: string; name: string } | null) => [
    { value: '', label: nobody },
    ...(now && !known?.some(({ id }) => id === now.id) ? [{ value: now.id, label: now.name }] : []),
    ...(known ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]
  const assign = (body: { assigneeId?: string | null; teamId?: string | null }) =>
    changing.run((version) => calls.assign({ params: { id: one.id }, body: { version, ...body } }))
  return (
    <div onFocusCapture={changing.begin}>
      <Facts
        rows={[
          { label: t('desk.column.reporter'), value: <PersonChip name={one.reporter.name} /> },
          {
            label: t('desk.column.assignee'),
            value: (
              <EditInPlace
                label={t('desk.column.assignee')}
                kind="choice"
                value={one.assignee?.id ?? ''}
                show={one.assignee?.name ?? t('desk.nobody')}
                options={choices(
                  t('desk.nobody'),
                  engineers?.map((person) => ({ id: person.id, name: named(person) })),
                  one.assignee,
                )}
                saved={t('desk.case.saved', { what: t('desk.column.assignee') })}
                save={(value) => assign({ assigneeId: value || null })}
                {...(refused && { refused })}
              />
            ),
          },
          {
            label: t('desk.column.team'),
            value: (
              <EditInPlace
                label={t('desk.column.team')}
                kind="choice"
                value={one.team?.id ?? ''}
                show={one.team?.name ?? t('desk.noTeam')}
                options={choices(t('desk.noTeam'), teams, one.team)}
                saved={t('desk.case.saved', { what: t('desk.column.team') })}
                save={(value) => assign({ teamId: value || null })}
                {...(refused && { refused })}
              />
            ),
          },
        ]}
      />
      <AwayNote personId={one.assignee?.id} />
      <Participants page={page} changing={changing} />
      <OtherCases page={page} />
    </div>
  )
}

function Participants({ page, changing }: Props) {
  const t = useText(deskWords)
  const [adding, setAdding] = useState(false)
  const others = page.people.filter(({ role }) => role !== 'reporter')
  const role = page.case.confidential ? 'named' : 'participant'
  const add = async (personId: string | undefined) => {
    if (!personId) return
    try {
      await calls.addPerson({ params: { id: page.case.id }, body: { personId, role } })
      setAdding(false)
      await changing.reload()
    } catch (error) {
      toastProblem(error, t('desk.facts.addPerson'))
    }
  }
  const remove = async (personId: string) => {
    try {
      await calls.removePerson({ params: { id: page.case.id, personId } })
      await changing.reload()
    } catch (error) {
      toastProblem(error, t('desk.facts.participants'))
    }
  }
  return (
    <>
      {others.length > 0 && (
        <>
          <h3 className={classes.subtitle}>{t('desk.facts.participants')}</h3>
          <ul className={classes.sublist}>
            {others.map(({ person, role: as }) => (
              <li key={`${person.id} ${as}`} className={classes.line}>
                <PersonChip name={person.name} {...(as === 'named' && { detail: t('cases.role.named') })} />
                {page.mayWork && (
                  <ActionIcon size="sm" aria-label={t('desk.facts.removePerson', { name: person.name })} onClick={() => void remove(person.id)}>
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {page.mayWork &&
        (adding ? (
          <PersonField
            label={t('desk.facts.addPerson')}
            organisationId={page.case.organisationId}
            value={undefined}
            onChange={(chosen) => void add(chosen?.id)}
            autoFocus
          />
        ) : (
          <Button size="compact-xs" variant="subtle" mt="xs" ml={-8} onClick={() => setAdding(true)}>
            {t('desk.facts.addPerson')}
          </Button>
        ))}
    </>
  )
}

function OtherCases({ page }: { page: CasePage }) {
  const t = useText(deskWords)
  const { reporter, id } = page.case
  const { data } = useLoad({
    key: ['desk', 'of', reporter.id],
    load: (signal) => calls.cases({ query: { reporterId: reporter.id, limit: 6 } }, { signal }),
    on: ['cases.'],
  })
  const others = data?.items.filter((one) => one.id !== id).slice(0, 5) ?? []
  return (
    <>
      <h3 className={classes.subtitle}>{t('desk.facts.otherCases', { name: reporter.name })}</h3>
      {data && others.length === 0 && <p className="dim">{t('desk.facts.noOtherCases')}</p>}
      <ul className={classes.sublist}>
        {others.map((one) => (
          <li key={one.id} className={classes.line}>
            <Link to={`/desk/cases/${one.number}`}>
              <span className="mono">{one.number}</span> {one.title}
            </Link>
            <CaseState state={one.state} plain />
          </li>
        ))}
      </ul>
    </>
  )
}

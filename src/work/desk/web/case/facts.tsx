/** The facts of a case at the right, in groups that fold; each can be changed where it stands. */
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { kinds } from '#record/cases/contract.ts'
import { problemIn } from '#web/kit/api.ts'
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { Link } from '#web/kit/links.tsx'
import { type FactGroup, Facts } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import { useServices } from '../../catalogue/web/services.ts'
import type { CasePage } from '../../contract.ts'
import { linkingCalls } from '../../linking/web/calls.ts'
import { linkingWords } from '../../linking/web/texts.ts'
import { calls, useMyOrganisations } from '../calls.ts'
import { CaseState, DueMark } from '../marksOfCase.tsx'
import { fitting, Shown, useTitle } from '../part.tsx'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'
import type { Changing } from './change.tsx'
import { Clocks } from './clocks.tsx'
import { Files } from './files.tsx'
import { caseFacts } from './parts.ts'
import { PeopleFacts } from './people.tsx'
import { PriorityFacts } from './priority.tsx'

interface Props {
  page: CasePage
  changing: Changing
}
export function useFactGroups({ page, changing }: Props): readonly FactGroup[] {
  const t = useText(deskWords)
  const titleOf = useTitle()
  const parts = fitting(caseFacts, { page, changing })
  const groupOf = ({ title, folded, ...one }: (typeof parts)[number]) => ({
    key: one.key,
    title: titleOf(title),
    content: <Shown one={one} props={{ page, changing }} />,
    ...(folded && { folded }),
  })
  return [
    { key: 'desk.now', title: t('desk.facts.now'), content: <Now page={page} /> },
    ...parts.filter(({ first }) => first).map(groupOf),
    { key: 'desk.clocks', title: t('desk.facts.clocks'), content: <Clocks page={page} /> },
    { key: 'desk.people', title: t('desk.facts.people'), content: <PeopleFacts page={page} changing={changing} /> },
    { key: 'desk.priority', title: t('desk.facts.priority'), content: <PriorityFacts page={page} changing={changing} /> },
    ...parts.filter(({ first }) => !first).map(groupOf),
    { key: 'desk.about', title: t('desk.facts.about'), content: <About page={page} changing={changing} /> },
    ...(page.attachments.length > 0
      ? [{ key: 'desk.files', title: t('desk.facts.files'), content: <Files files={page.attachments} />, folded: true }]
      : []),
    { key: 'desk.links', title: t('desk.facts.links'), content: <Links page={page} changing={changing} />, folded: page.links.length === 0 },
  ]
}

function Now({ page }: { page: CasePage }) {
  const t = useText(deskWords)
  const one = page.case
  return (
    <Facts
      rows={[
        { label: t('desk.column.state'), value: <CaseState state={one.state} plain /> },
        ...(one.waiting
          ? [
              { label: t('desk.facts.waitsFor'), value: t(`cases.waiting.${one.waiting.for}`) },
              ...(one.waiting.until ? [{ label: t('desk.facts.until'), value: <Time at={one.waiting.until} as="absolute" /> }] : []),
              ...(one.waiting.reason ? [{ label: t('desk.facts.why'), value: one.waiting.reason }] : []),
            ]
          : []),
        ...(one.dueAt || one.late ? [{ label: t('desk.column.due'), value: <DueMark due={one} words /> }] : []),
        ...(one.solution
          ? [
              { label: t('desk.case.done'), value: one.solution.done },
              { label: t('desk.case.tested'), value: one.solution.tested },
            ]
          : []),
        ...(one.endReason ? [{ label: t('desk.facts.why'), value: one.endReason }] : []),
        ...(one.confirmed ? [{ label: t('desk.facts.closed'), value: t('desk.case.confirmed') }] : []),
      ]}
    />
  )
}

function About({ page, changing }: Props) {
  const t = useText(deskWords)
  const organisations = useMyOrganisations(['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator', 'client', 'auditor'])
  const one = page.case
  const { names: services } = useServices(one.organisationId, one.service)
  const organisation = organisations.find(({ id }) => id === one.organisationId)?.name
  const moments = [
    ['desk.facts.opened', one.openedAt],
    ['desk.facts.responded', one.respondedAt],
    ['desk.facts.solved', one.solvedAt],
    ['desk.facts.closed', one.closedAt],
    ['desk.facts.updated', one.updatedAt],
  ] as const
  return (
    <div onFocusCapture={changing.begin}>
      <Facts
        rows={[
          {
            label: t('cases.kind'),
            value: (
              <EditInPlace
                label={t('cases.kind')}
                kind="choice"
                value={one.kind}
                show={t(`cases.kind.${one.kind}`)}
                options={kinds.map((value) => ({ value, label: t(`cases.kind.${value}`) }))}
                saved={t('desk.case.saved', { what: t('cases.kind') })}
                save={(value) =>
                  changing.run((version) => calls.edit({ params: { id: one.id }, body: { version, kind: value as (typeof kinds)[number] } }))
                }
                {...(!page.mayWork && { refused: t('desk.case.readOnly') })}
              />
            ),
          },
          ...(services.length > 0
            ? [
                {
                  label: t('desk.facts.service'),
                  value: (
                    <EditInPlace
                      label={t('desk.facts.service')}
                      kind="choice"
                      value={one.service ?? ''}
                      show={one.service ?? t('desk.facts.noService')}
                      options={[{ value: '', label: t('desk.facts.noService') }, ...services.map((name) => ({ value: name, label: name }))]}
                      saved={t('desk.case.saved', { what: t('desk.facts.service') })}
                      save={(value) => changing.run((version) => calls.edit({ params: { id: one.id }, body: { version, service: value || null } }))}
                      {...(!page.mayWork && { refused: t('desk.case.readOnly') })}
                    />
                  ),
                },
              ]
            : []),
          ...(organisation ? [{ label: t('desk.column.organisation'), value: organisation }] : []),
          { label: t('cases.channel'), value: t(`cases.channel.${one.channel}`) },
          ...(one.registeredBy && one.registeredBy.id !== one.reporter.id
            ? [{ label: t('desk.facts.registeredBy'), value: one.registeredBy.name }]
            : []),
          ...moments.flatMap(([key, at]) => (at ? [{ label: t(key), value: <Time at={at} as="absolute" /> }] : [])),
        ]}
      />
    </div>
  )
}

/** What people choose; the others come about by themselves. */
const offered = ['related', 'follows', 'duplicates', 'childOf', 'waitsFor'] as const

function Links({ page, changing }: Props) {
  const t = useText(deskWords)
  const [other, setOther] = useState('')
  const words = useText(linkingWords)
  const [kind, setKind] = useState<(typeof offered)[number]>('related')
  const [error, setError] = useState<string>()
  const add = async () => {
    try {
      await calls.link({ params: { id: page.case.id }, body: { other: other.trim(), kind } })
      setOther('')
      await changing.reload()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? t('desk.facts.addLink'))
    }
  }
  const remove = async (id: string) => {
    try {
      await linkingCalls.unlink({ params: { id: page.case.id, other: id } })
      await changing.reload()
    } catch (thrown) {
      toastProblem(thrown, t('desk.facts.links'))
    }
  }
  return (
    <>
      <ul className={classes.sublist}>
        {page.links.map((link) => (
          <li key={`${link.id} ${link.kind}`} className={classes.line}>
            <Link to={`/desk/cases/${link.number}`} title={`${t(`cases.link.${link.kind}`)}${link.outgoing ? '' : ` ${words('link.incoming')}`}`}>
              <span className="dim">{t(`cases.link.${link.kind}`)}</span> <span className="mono">{link.number}</span> {link.title}
            </Link>
            <CaseState state={link.state} plain />
            {page.mayWork && (
              <ActionIcon size="sm" aria-label={words('link.remove', { number: link.number })} onClick={() => void remove(link.id)}>
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {page.mayWork && (
        <form
          className={classes.small}
          onSubmit={(event) => {
            event.preventDefault()
            if (other.trim()) void add()
          }}
        >
          <NativeSelect
            size="xs"
            aria-label={words('link.kind')}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as (typeof offered)[number])}
            data={offered.map((value) => ({ value, label: t(`cases.link.${value}`) }))}
          />
          <TextInput
            size="xs"
            aria-label={t('desk.facts.linkNumber')}
            placeholder={t('desk.facts.linkNumber')}
            value={other}
            error={error}
            maxLength={20}
            onChange={(event) => {
              setOther(event.currentTarget.value)
              setError(undefined)
            }}
          />
          <Button type="submit" size="xs" variant="default" disabled={!other.trim()}>
            {t('desk.facts.addLink')}
          </Button>
        </form>
      )}
    </>
  )
}

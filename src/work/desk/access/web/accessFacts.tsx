/** The access that a case gives or withdraws: to whom, to what, until when, with the proof. */
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import type { Access, CaseAccess } from '../contract.ts'
import { accessCalls } from './calls.ts'
import { accessWords } from './texts.ts'

const meaning = { asked: 'waiting', approved: 'progress', refused: 'broken', granted: 'held', ending: 'risk', withdrawn: 'done' } as const
export function AccessBadge({ state }: { state: Access['state'] }) {
  const t = useText(accessWords)
  return <StateBadge meaning={meaning[state]}>{t(`desk.access.state.${state}`)}</StateBadge>
}

/** A day as people write it. */
export function Day({ day }: { day: string | null }) {
  const t = useText(accessWords)
  const { locale } = useLooks()
  if (day === null) return <span className="dim">{t('access.noEnd')}</span>
  return <time dateTime={day}>{new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))}</time>
}

export const useCaseAccess = (id: string) =>
  useLoad({
    key: ['desk/caseAccess', id],
    load: (signal) => accessCalls.caseAccess({ params: { id } }, { signal }),
    about: [`case/${id}`],
    on: ['desk.access.', 'desk.approvals.'],
  })

export default function AccessFacts({ page }: CaseProps) {
  const t = useText(accessWords)
  const { data, error, refetch } = useCaseAccess(page.case.id)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={3} />
  const one = data.access
  if (!one) return <p className="dim small">{t('access.none')}</p>
  return (
    <Facts
      rows={[
        { label: t('access.state'), value: <AccessBadge state={one.state} /> },
        { label: t('access.for'), value: one.for.name },
        { label: t('access.service'), value: one.service },
        { label: t('access.right'), value: one.right },
        { label: t('access.until'), value: <Day day={one.until} /> },
        { label: t('access.why'), value: one.why },
        { label: t('access.askedBy'), value: one.askedBy.name },
        ...(one.granted ? [{ label: t('access.granted'), value: <Proof proof={one.granted} /> }] : []),
        ...(one.withdrawn ? [{ label: t('access.withdrawn'), value: <Proof proof={one.withdrawn} /> }] : []),
        ...(one.part === 'withdraw' ? [{ label: t('access.given.by'), value: <Link to={`/desk/cases/${one.number}`}>{one.number}</Link> }] : []),
        ...(one.part === 'grant' && one.withdrawNumber
          ? [{ label: t('access.ending.by'), value: <Link to={`/desk/cases/${one.withdrawNumber}`}>{one.withdrawNumber}</Link> }]
          : []),
      ]}
    />
  )
}

function Proof({ proof }: { proof: NonNullable<CaseAccess['granted']> }) {
  return (
    <>
      {proof.text && <span>{proof.text}</span>}
      {proof.files.map((file) => (
        <a key={file.id} href={`/api/desk/attachments/${file.id}`}>
          {file.name}
        </a>
      ))}
      <span className="dim small">
        {proof.by.name} · <Time at={proof.at} />
      </span>
    </>
  )
}

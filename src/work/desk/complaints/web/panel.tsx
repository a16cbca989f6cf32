/** The complaint on the page of its case: about whom, the terms, who was heard, the judgement, and the next step. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import classes from '../../kinds/web/kinds.module.css'
import type { CaseProps } from '../../web/case/parts.ts'
import { CaseState } from '../../web/marksOfCase.tsx'
import type { ComplaintView } from '../contract.ts'
import { complaintCalls } from './complaintCalls.ts'
import { type Step, StepDialog } from './steps.tsx'
import { complaintWords } from './texts.ts'

export default function ComplaintPanel({ page, changing }: CaseProps) {
  const t = useText(complaintWords)
  const { id } = page.case
  const [step, setStep] = useState<Step>()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'complaint', id],
    load: (signal) => complaintCalls.complaint({ params: { id } }, { signal }),
    about: [`case/${id}`],
  })
  // Who complains reads it in the portal.
  if (problemIn(error)?.status === 404) return null
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={5} />
  return (
    <>
      <Known one={data} />
      {data.hearings.length > 0 && (
        <>
          <h3 className={classes.sub}>{t('desk.complaint.heard')}</h3>
          <ul className={classes.list}>
            {data.hearings.map((one) => (
              <li key={one.id}>
                <strong>{t(`desk.complaint.side.${one.side}`)}</strong> <span className="dim small">{one.by.name} · </span>
                <span className="dim small">
                  <Time at={one.at} />
                </span>
                <div className={classes.words}>{one.text}</div>
              </li>
            ))}
          </ul>
        </>
      )}
      {data.mayHandle && (
        <div className={classes.buttons}>
          {stepsFor(data, page.case.state === 'reopened').map((one) => (
            <Button key={one} size="xs" variant="default" onClick={() => setStep(one)}>
              {t(`desk.complaint.do.${one}`)}
            </Button>
          ))}
        </div>
      )}
      {step && <StepDialog step={step} one={data} onClose={() => setStep(undefined)} done={changing.reload} />}
    </>
  )
}

function stepsFor(one: ComplaintView, reopened: boolean): readonly Step[] {
  const open = one.answeredAt === null || reopened
  return [
    ...(one.acknowledgedAt === null ? (['acknowledge'] as const) : []),
    ...(open ? (['hear', 'judge'] as const) : []),
    ...(one.judgement !== null && open ? (['answer'] as const) : []),
    ...(one.judgement !== null ? (['improve'] as const) : []),
    ...(open ? (['about'] as const) : []),
  ]
}

function Known({ one }: { one: ComplaintView }) {
  const t = useText(complaintWords)
  const { about } = one
  const late = (at: string, done: string | null) =>
    done === null && Date.parse(at) < Date.now() ? (
      <StateBadge meaning="late" plain>
        <Time at={at} as="day" /> · {t('desk.complaint.late')}
      </StateBadge>
    ) : (
      <Time at={at} as="day" />
    )
  const whom = about.person?.name ?? about.team?.name
  return (
    <Facts
      rows={[
        {
          label: t('desk.complaint.about'),
          value: about.case ? (
            <Link to={`/desk/cases/${about.case.number}`}>
              <span className="mono">{about.case.number}</span> {about.case.title}
            </Link>
          ) : (
            (whom ?? t('desk.complaint.general'))
          ),
        },
        { label: t('desk.complaint.handler'), value: `${one.handler?.name ?? '–'} (${t(`desk.complaint.givenBy.${one.givenBy}`)})` },
        one.acknowledgedAt
          ? { label: t('desk.complaint.acknowledgedAt'), value: <Time at={one.acknowledgedAt} as="day" /> }
          : { label: t('desk.complaint.acknowledgeBy'), value: late(one.acknowledgeBy, one.acknowledgedAt) },
        one.answeredAt
          ? { label: t('desk.complaint.answeredAt'), value: <Time at={one.answeredAt} as="day" /> }
          : { label: t('desk.complaint.answerBy'), value: late(one.answerBy, one.answeredAt) },
        ...(one.judgement
          ? [
              { label: t('desk.complaint.judgement'), value: t(`desk.complaint.judgement.${one.judgement}`) },
              { label: t('desk.complaint.reason'), wide: true, value: <span className={classes.words}>{one.judgementReason}</span> },
            ]
          : []),
        ...(one.measure ? [{ label: t('desk.complaint.measure'), wide: true, value: <span className={classes.words}>{one.measure}</span> }] : []),
        ...(one.notHeard ? [{ label: t('desk.complaint.notHeard'), value: one.notHeard }] : []),
        ...(one.improvement
          ? [{ label: t('desk.complaint.improved'), wide: true, value: <span className={classes.words}>{one.improvement}</span> }]
          : []),
        ...(one.followUp
          ? [
              {
                label: t('desk.complaint.followUp'),
                value: (
                  <>
                    <Link to={`/desk/cases/${one.followUp.number}`}>
                      <span className="mono">{one.followUp.number}</span> {one.followUp.title}
                    </Link>{' '}
                    <CaseState state={one.followUp.state} plain />
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

/** How an approval stands, step by step, in plain words. */
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Approval } from '../contract.ts'
import classes from './progress.module.css'
import { approvalWords } from './texts.ts'

const meaning = { coming: 'waiting', open: 'new', approved: 'held', refused: 'broken', skipped: 'cancelled' } as const
type Seat = Approval['steps'][number]['seats'][number]

export function Progress({ one }: { one: Approval }) {
  const t = useText(approvalWords)
  return (
    <ol className={classes.steps} aria-label={t('approvals.progress')}>
      {one.steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan, which never changes
        <li key={at} className={classes.step} data-state={step.state}>
          <div className={classes.head}>
            <strong>{step.name}</strong>
            <StateBadge meaning={meaning[step.state]}>{t(`approvals.step.${step.state}`)}</StateBadge>
          </div>
          {step.seats.length > 1 && <span className="dim small">{step.rule}</span>}
          <ul className={classes.seats}>
            {step.seats.map((seat) => (
              <li key={seat.person.id}>
                <SeatLine seat={seat} />
              </li>
            ))}
          </ul>
          {step.state === 'open' && step.expiresAt && (
            <span className="dim small">
              {t('approvals.until')} <Time at={step.expiresAt} as="absolute" />
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}

function SeatLine({ seat }: { seat: Seat }) {
  const t = useText(approvalWords)
  const { decision } = seat
  if (!decision)
    return (
      <span>
        {seat.person.name}
        {seat.lead && <span className="dim"> ({t('approvals.lead.asked')})</span>}
        {seat.substitutes.length > 0 && <span className="dim"> ({seat.substitutes.map(({ name }) => name).join(', ')})</span>}
      </span>
    )
  const instead = decision.by.id !== seat.person.id
  return (
    <>
      <span>
        {decision.by.name}: {t(decision.yes ? 'approvals.step.approved' : 'approvals.step.refused')}
        {instead && <span className="dim"> ({t('approvals.instead', { name: seat.person.name })})</span>} <Time at={decision.at} />
      </span>
      {decision.reason && <p className={classes.said}>{decision.reason}</p>}
    </>
  )
}

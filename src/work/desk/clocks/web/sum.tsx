/** The sum of one clock: each span that counted, and why the others did not. */
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import { workingTime } from '../../web/case/workingTime.ts'
import type { CaseClock } from '../contract.ts'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { clockWords } from './texts.ts'

type Spent = CaseClock['spans'][number]
const pauses = ['reporter', 'supplier', 'moment', 'waiting', 'solved', 'cancelled', 'closed'] as const

export default function Sum({ caseId, clockId, version }: { caseId: string; clockId: string; version: number }) {
  const { data, error, refetch } = useLoad({
    key: ['desk', 'clocks', caseId, version],
    load: (signal) => clockCalls.caseClocks({ params: { id: caseId } }, { signal }),
    about: [`case/${caseId}`],
    on: ['cases.clocksRecalculated'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  const clock = data?.clocks.find(({ id }) => id === clockId)
  return clock ? <Table clock={clock} /> : <Skeletons rows={3} />
}

function Table({ clock }: { clock: CaseClock }) {
  const t = useText(clockWords)
  const { locale } = useLooks()
  const name = clock.name ?? t(`clk.kind.${clock.target}`)
  const by = {
    agreement: clock.agreement ?? t('clk.firstAgreement'),
    version: String(clock.agreementVersion),
    calendar: clock.calendar ?? t('clk.firstCalendar'),
  }
  return (
    <>
      <p className={classes.lead}>{t('clk.by', by)}</p>
      <div className={classes.scroll}>
        <table className={classes.sum} aria-label={t('clk.sumOf', { clock: name })}>
          <thead>
            <tr>
              <th scope="col">{t('clk.when')}</th>
              <th scope="col">{t('clk.time')}</th>
            </tr>
          </thead>
          <tbody>
            {clock.spans.map((span) => (
              <Line key={span.from} span={span} clock={clock} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{t('clk.total')}</td>
              <td>{workingTime(clock.countedSeconds, locale)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      {clock.more && <p className="dim">{t('clk.more')}</p>}
      <Steps clock={clock} />
    </>
  )
}

function Line({ span, clock }: { span: Spent; clock: CaseClock }) {
  const t = useText(clockWords)
  const { locale } = useLooks()
  const moment = new Intl.DateTimeFormat(tagOf(locale), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: clock.timeZone,
  })
  const said = span.why === 'paused' ? pauses.find((one) => one === span.name) : undefined
  const reason = clock.pauses.find(({ from, to }) => from <= span.from && (to === null || span.from < to))?.reason
  const name = span.why === 'paused' ? t(`clk.pause.${said ?? 'other'}`) : (span.name ?? '')
  return (
    <tr data-counted={span.counted}>
      <td>
        {moment.formatRange(new Date(span.from), new Date(span.to))}
        <br />
        <span className={classes.because}>
          {span.counted || span.why === null ? t('clk.counted') : t(`clk.why.${span.why}`, { name })}
          {span.why === 'paused' && reason && ` (${reason})`}
        </span>
      </td>
      <td>{workingTime(span.seconds, locale)}</td>
    </tr>
  )
}

function Steps({ clock }: { clock: CaseClock }) {
  const t = useText(clockWords)
  const { locale, timeZone } = useLooks()
  if (clock.steps.length === 0) return null
  const moment = new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return (
    <>
      <p>{t('clk.steps')}</p>
      <ul className={classes.list}>
        {clock.steps.map((step) => (
          <li key={step.key}>
            {moment.format(new Date(step.at))}: {step.action === '' ? t('clk.unknown') : t(`clk.do.${step.action}`)} (
            {t(step.fellAt === null ? 'clk.willFall' : 'clk.fell')})
          </li>
        ))}
      </ul>
    </>
  )
}

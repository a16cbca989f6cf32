/** Clocks met and missed per month, agreement and target; each figure opens its cases. */
import { useState } from 'react'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Figure } from '../contract.ts'
import { type Asked, csvOf, reportCalls } from './calls.ts'
import { CasesDialog } from './casesDialog.tsx'
import { FigureButton } from './figureButton.tsx'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

interface Opened {
  figure: Figure
  outcome: 'met' | 'missed'
  title: string
}

export function ClocksReport({ asked }: { asked: Asked }) {
  const t = useText(reportWords)
  const [opened, setOpened] = useState<Opened>()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'reports', 'clocks', asked],
    load: (signal) => reportCalls.clocks({ query: asked }, { signal }),
  })
  const month = new Intl.DateTimeFormat(t.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const share = new Intl.NumberFormat(t.locale, { style: 'percent', maximumFractionDigits: 1 })
  const nameOf = ({ name, target }: Figure) => name ?? t(`rep.target.${target}`)
  return (
    <Section
      title={t('rep.clocks')}
      actions={
        <a href={csvOf('clocks', asked)} aria-label={t('rep.csv.of', { what: t('rep.clocks') })} download>
          {t('rep.csv')}
        </a>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && <p className="dim">{t('rep.clocks.none')}</p>}
      {data && data.items.length > 0 && (
        <div className="sideways">
          <table className={`${classes.table} ${classes.wide}`} aria-label={t('rep.clocks')}>
            <thead>
              <tr>
                <th scope="col">{t('rep.month')}</th>
                <th scope="col">{t('rep.agreement')}</th>
                <th scope="col">{t('rep.target')}</th>
                {(['met', 'missed', 'share'] as const).map((head) => (
                  <th key={head} scope="col" className={classes.number}>
                    {t(`rep.${head}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => {
                const when = month.format(new Date(`${one.month}-15T00:00:00Z`))
                return (
                  <tr key={`${one.month} ${one.agreementId} ${one.key}`}>
                    <th scope="row">{when}</th>
                    <td>{one.agreement ?? t('rep.agreement.first')}</td>
                    <td>{nameOf(one)}</td>
                    {(['met', 'missed'] as const).map((outcome) => {
                      const title = `${nameOf(one)}, ${when}, ${t(`rep.${outcome}`).toLowerCase()}`
                      return (
                        <td key={outcome} className={classes.number}>
                          <FigureButton count={one[outcome]} what={title} open={() => setOpened({ figure: one, outcome, title })} />
                        </td>
                      )
                    })}
                    <td className={classes.number}>{share.format(one.met / (one.met + one.missed))}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {opened && <ClockCases asked={asked} opened={opened} close={() => setOpened(undefined)} />}
    </Section>
  )
}

/** The days of the period that are in this month. */
function within({ since, until, ...asked }: Asked, month: string): Asked {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
  const first = `${month}-01`
  return { ...asked, since: since > first ? since : first, until: until < last ? until : last }
}

function ClockCases({ asked, opened, close }: { asked: Asked; opened: Opened; close(): void }) {
  const t = useText(reportWords)
  const { figure, outcome, title } = opened
  const query = { ...within(asked, figure.month), agreementId: figure.agreementId, key: figure.key, outcome }
  const list = useLoadList({
    key: ['desk', 'reports', 'clockCases', query],
    load: (after, signal) => reportCalls.clockCases({ query: { ...query, limit: 50, ...(after && { after }) } }, { signal }),
  })
  const rows = list.rows?.map(({ id, number, title, dueAt, doneAt }) => ({
    key: id,
    number,
    title,
    cells: [dueAt === null ? '–' : <Time key="due" at={dueAt} />, <Time key="done" at={doneAt} />],
  }))
  return <CasesDialog title={title} heads={[t('rep.due'), t('rep.ended')]} list={{ ...list, rows }} close={close} />
}

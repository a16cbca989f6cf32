/** How often another priority was chosen than proposed, and why; each figure opens its cases. */
import { type ReactNode, useState } from 'react'
import type { Priority } from '#record/cases/contract.ts'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { type Asked, csvOf, reportCalls } from './calls.ts'
import { CasesDialog } from './casesDialog.tsx'
import { FigureButton } from './figureButton.tsx'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

interface Opened {
  title: string
  narrow: { from?: Priority; to?: Priority; reason?: string }
}

export function OverridesReport({ asked }: { asked: Asked }) {
  const t = useText(reportWords)
  const [opened, setOpened] = useState<Opened>()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'reports', 'overrides', asked],
    load: (signal) => reportCalls.overrides({ query: asked }, { signal }),
  })
  const share = new Intl.NumberFormat(t.locale, { style: 'percent', maximumFractionDigits: 1 })
  const open = (title: string, narrow: Opened['narrow']) => () => setOpened({ title, narrow })
  return (
    <Section
      title={t('rep.overrides')}
      actions={
        <a href={csvOf('overrides', asked)} aria-label={t('rep.csv.of', { what: t('rep.overrides') })} download>
          {t('rep.csv')}
        </a>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.overridden === 0 && <p className="dim">{t('rep.overrides.none')}</p>}
      {data && data.overridden > 0 && (
        <>
          <p role="status">
            {t('rep.overrides.sum', { overridden: data.overridden, cases: data.cases, share: share.format(data.overridden / data.cases) })}
          </p>
          <Counts
            caption={t('rep.moves')}
            heads={[t('rep.from'), t('rep.to')]}
            rows={data.moves.map(({ from, to, count }) => {
              const [proposed, chosen] = [t(`cases.priority.${from}`), t(`cases.priority.${to}`)]
              const what = `${proposed} → ${chosen}`
              return { cells: [proposed, chosen], figure: <FigureButton count={count} what={what} open={open(what, { from, to })} /> }
            })}
          />
          <Counts
            caption={t('rep.reasons')}
            heads={[t('rep.reason')]}
            rows={data.reasons.map(({ reason, count }) => ({
              cells: [reason],
              figure: <FigureButton count={count} what={reason} open={open(reason, { reason })} />,
            }))}
          />
        </>
      )}
      {opened && <OverriddenCases asked={asked} opened={opened} close={() => setOpened(undefined)} />}
    </Section>
  )
}

interface CountsProps {
  caption: string
  heads: readonly string[]
  rows: readonly { cells: readonly string[]; figure: ReactNode }[]
}
function Counts({ caption, heads, rows }: CountsProps) {
  const t = useText(reportWords)
  return (
    <div className="sideways">
      <table className={classes.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col" className={classes.number}>
              {t('rep.cases')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, figure }) => (
            <tr key={cells.join(' ')}>
              {cells.map((cell, at) => (
                <td key={heads[at]}>{cell}</td>
              ))}
              <td className={classes.number}>{figure}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function OverriddenCases({ asked, opened, close }: { asked: Asked; opened: Opened; close(): void }) {
  const t = useText(reportWords)
  const query = { ...asked, ...opened.narrow }
  const list = useLoadList({
    key: ['desk', 'reports', 'overridden', query],
    load: (after, signal) => reportCalls.overridden({ query: { ...query, limit: 50, ...(after && { after }) } }, { signal }),
  })
  const rows = list.rows?.map(({ id, number, title, from, to, reason, openedAt }) => ({
    key: id,
    number,
    title,
    cells: [`${t(`cases.priority.${from}`)} → ${t(`cases.priority.${to}`)}`, reason, <Time key="opened" at={openedAt} />],
  }))
  return <CasesDialog title={opened.title} heads={[t('cases.priority'), t('rep.reason'), t('rep.openedAt')]} list={{ ...list, rows }} close={close} />
}

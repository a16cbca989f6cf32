/** The problem on the page of its case: cause, work-around, its incidents, and one solution to all of them. */
import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useLoadList, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { Ask, emptied } from '../../kinds/web/ask.tsx'
import classes from '../../kinds/web/kinds.module.css'
import type { CaseProps } from '../../web/case/parts.ts'
import { CaseState } from '../../web/marksOfCase.tsx'
import { deskProblems, type ProblemView } from '../contract.ts'
import { LinkIncident } from './linkIncident.tsx'
import { problemCalls } from './problemCalls.ts'
import { SolveAll } from './solveAll.tsx'
import { problemWords } from './texts.ts'

export default function ProblemPanel({ page, changing }: CaseProps) {
  const t = useText(problemWords)
  const { id } = page.case
  const [dialog, setDialog] = useState<'fill' | 'link' | 'solve'>()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'problem', id],
    load: (signal) => problemCalls.problem({ params: { id } }, { signal }),
    about: [`case/${id}`],
    on: ['cases.linked', 'cases.moved'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={4} />
  const close = () => setDialog(undefined)
  return (
    <>
      <Facts
        rows={[
          { label: t(data.causeKnown ? 'desk.problem.cause' : 'desk.problem.suspected'), value: <Words text={data.cause} /> },
          { label: t('desk.problem.workaround'), value: <Words text={data.workaround} /> },
          ...(data.knownAs ? [{ label: t('desk.problem.knownAs'), value: data.knownAs }] : []),
        ]}
      />
      {data.knownError && (
        <p>
          <StateBadge meaning="held" plain>
            {t('desk.problem.isKnown')}
            {data.forReporters && ` · ${t('desk.known.shownToReporters')}`}
          </StateBadge>
        </p>
      )}
      {page.mayWork && (
        <div className={classes.buttons}>
          <Button size="xs" variant="default" onClick={() => setDialog('fill')}>
            {t('desk.problem.fill')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setDialog('link')}>
            {t('desk.known.link')}
          </Button>
          {data.openIncidents > 0 && !(data.solving && data.solving.finishedAt === null) && (
            <Button size="xs" variant="default" onClick={() => setDialog('solve')}>
              {t('desk.problem.solveAll')}
            </Button>
          )}
        </div>
      )}
      {data.solving && <Solved solving={data.solving} />}
      <h3 className={classes.sub}>{t('desk.problem.incidents', { open: data.openIncidents, count: data.incidents })}</h3>
      <Incidents id={id} mayWork={page.mayWork} />
      {dialog === 'fill' && <Fill problem={data} onClose={close} />}
      {dialog === 'link' && <LinkIncident problem={page.case} onClose={close} />}
      {dialog === 'solve' && <SolveAll problem={data} page={page} onClose={close} done={changing.reload} />}
    </>
  )
}

function Words({ text }: { text: string | null }) {
  const t = useText(problemWords)
  return text ? <span className={classes.words}>{text}</span> : <span className="dim">{t('desk.problem.unknown')}</span>
}

const words = ['cause', 'workaround', 'knownAs'] as const
function Fill({ problem, onClose }: { problem: ProblemView; onClose: () => void }) {
  const t = useText(problemWords)
  const reload = useReload()
  const { caseId, version, causeKnown, cause, knownError, workaround, forReporters, knownAs } = problem
  const initial = { version, causeKnown, cause: cause ?? '', knownError, workaround: workaround ?? '', forReporters, knownAs: knownAs ?? '' }
  return (
    <Ask
      title={t('desk.problem.fill')}
      lead={t('desk.problem.fill.lead')}
      schema={deskProblems.changeProblem.body}
      texts={problemWords}
      prefix="desk.problem"
      initial={initial}
      fields={[
        { name: 'cause', kind: 'long', rows: 2 },
        'causeKnown',
        { name: 'workaround', kind: 'long', rows: 2 },
        { name: 'knownError', when: ({ workaround: text }) => Boolean(text) },
        { name: 'forReporters', when: ({ knownError: known }) => known === true },
        { name: 'knownAs', when: ({ knownError: known, forReporters: fit }) => known === true && fit === true },
      ]}
      verb={t('desk.problem.save')}
      onClose={onClose}
      submit={async (values) => {
        const body = emptied(values, words)
        const known = body.workaround ? body.knownError : false
        const fit = known ? body.forReporters : false
        await problemCalls.changeProblem({
          params: { id: caseId },
          body: { ...body, version, knownError: known ?? false, forReporters: fit ?? false },
        })
        toast(t('desk.problem.saved'))
        await reload(['desk', 'problem', caseId])
      }}
    />
  )
}

function Solved({ solving }: { solving: NonNullable<ProblemView['solving']> }) {
  const t = useText(problemWords)
  const done = solving.solved + solving.leftAlone.length + solving.failed.length
  const named = [
    ['desk.problem.leftAlone', solving.leftAlone],
    ['desk.problem.failed', solving.failed],
  ] as const
  return (
    <div className={classes.stack}>
      <div role="status">
        {solving.finishedAt === null ? (
          <>
            <p>{t('desk.problem.solving', { done, total: solving.total })}</p>
            <Progress value={(100 * done) / Math.max(1, solving.total)} aria-label={t('desk.problem.solving', { done, total: solving.total })} />
          </>
        ) : (
          <p className={classes.sub}>{t('desk.problem.solvedAll', { solved: solving.solved, total: solving.total })}</p>
        )}
      </div>
      {named.map(
        ([key, list]) =>
          list.length > 0 && (
            <div key={key}>
              <p className="dim small">{t(key)}</p>
              <ul className={classes.list}>
                {list.map((one) => (
                  <li key={one.id} className={classes.line}>
                    <Link to={`/desk/cases/${one.number}`}>
                      <span className="mono">{one.number}</span> {one.title}
                    </Link>
                    {'state' in one ? <CaseState state={one.state} plain /> : <span className="dim small">{one.why}</span>}
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </div>
  )
}

function Incidents({ id, mayWork }: { id: string; mayWork: boolean }) {
  const t = useText(problemWords)
  const reload = useReload()
  const { rows, loadMore, loadingMore } = useLoadList({
    key: ['desk', 'problem', id, 'incidents'],
    load: (after, signal) => problemCalls.incidents({ params: { id }, query: { limit: 20, ...(after && { after }) } }, { signal }),
    on: ['cases.linked', 'cases.moved', 'desk.problems.incidentUnlinked'],
  })
  if (!rows) return <Skeletons rows={3} />
  if (rows.length === 0) return <p className="dim small">{t('desk.problem.noIncidents')}</p>
  const unlink = async (incident: string) => {
    try {
      await problemCalls.unlinkIncident({ params: { id, incident } })
      await reload(['desk', 'problem', id])
    } catch (thrown) {
      toastProblem(thrown, t('desk.problem.unlink', { number: incident }))
    }
  }
  return (
    <>
      <ul className={classes.list}>
        {rows.map((one) => (
          <li key={one.id} className={classes.line}>
            <Link to={`/desk/cases/${one.number}`}>
              <span className="mono">{one.number}</span> {one.title}
            </Link>
            <span>
              <CaseState state={one.state} plain />{' '}
              {mayWork && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  aria-label={t('desk.problem.unlink', { number: one.number })}
                  onClick={() => void unlink(one.number)}
                >
                  ×
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {loadMore && (
        <Button size="xs" variant="default" loading={loadingMore} onClick={loadMore} mt="xs">
          {t('desk.known.more')}
        </Button>
      )}
    </>
  )
}

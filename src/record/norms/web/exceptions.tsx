/** Exceptions as a list with what can be done about each: on their own page, and where one expectation or item is shown. */
import { Button } from '@mantine/core'
import { useMayAt } from '#record/items/web/more.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoadList, useReload } from '#web/kit/load.ts'
import { Failure, Refused, Skeletons } from '#web/kit/marks.tsx'
import { useMe } from '#web/kit/person.ts'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Exception, ExceptionState } from '../exceptions/contract.ts'
import { exceptions } from './calls.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

export interface Asked {
  organisationId?: string
  expectationId?: string
  itemId?: string
  state?: ExceptionState
}
export const useExceptions = (asked: Asked, when = true) =>
  useLoadList({
    key: ['norms', 'exceptions', JSON.stringify(asked)],
    load: (after, signal) => exceptions.exceptions({ query: { ...asked, limit: 50, ...(after && { after }) } }, { signal }),
    on: ['norms.exceptionChanged'],
    when,
  })

const meanings: Readonly<Record<ExceptionState, Meaning>> = { undecided: 'new', holding: 'held', ending: 'risk', over: 'cancelled' }
function StateOf({ state, decision }: Exception) {
  const t = useText(webTexts)
  const said = state !== 'over' ? state : decision === 'refused' || decision === 'withdrawn' ? decision : 'over'
  return <StateBadge meaning={meanings[state]}>{t(`norms.exception.state.${said}`)}</StateBadge>
}

/** `named`: the expectation is not shown already. */
export function ExceptionRows({ rows, named }: { rows: readonly Exception[]; named: boolean }) {
  const t = useText(webTexts)
  return (
    <ul className={classes.list}>
      {rows.map((one) => (
        <li key={one.id} className={classes.row}>
          <span className={classes.state}>
            <StateOf {...one} />
          </span>
          <span className={classes.wide}>
            {named && (
              <>
                <Link to={`/norms/expectations/${one.expectation.id}`}>{one.expectation.title}</Link>
                {' · '}
              </>
            )}
            {one.item ? <Link to={`/items/${one.item.number}`}>{one.item.name}</Link> : t('norms.exception.all')}
            <div className={classes.said}>{one.reason}</div>
            <div className="dim">
              {t('norms.exception.askedBy', { name: one.askedBy.name })} <Time at={one.askedAt} />
              {one.decidedBy && one.decidedAt && (
                <>
                  {'. '}
                  {t('norms.exception.decidedBy', { decision: one.decision ?? '', name: one.decidedBy.name })} <Time at={one.decidedAt} />
                </>
              )}
            </div>
          </span>
          <span>
            {t('norms.exception.until')} <Time at={one.until} as="day" />
          </span>
          <Deeds one={one} />
        </li>
      ))}
    </ul>
  )
}

/** Who asks does not decide; it may be taken back by who asked, and by who decides. */
function Deeds({ one }: { one: Exception }) {
  const t = useText(webTexts)
  const me = useMe()
  const reload = useReload()
  const decides = useMayAt('norms.configure', one.organisationId)
  const asks = useMayAt('norms.ask', one.organisationId)
  const own = one.askedBy.id === me?.id
  if (one.state === 'over' || !(decides || (own && asks))) return null
  const run = (what: Promise<Exception>, said: string) =>
    void what
      .then(() => reload(['norms']))
      .then(() => toast(said))
      .catch((error: unknown) => toastProblem(error, t('norms.exception.failed')))
  const params = { id: one.id }
  const decide = (approve: boolean) =>
    run(exceptions.decideException({ params, body: { approve } }), t(approve ? 'norms.exception.approved' : 'norms.exception.refused'))
  return (
    <span className={classes.foot}>
      {one.state === 'undecided' && decides && (
        <>
          <Refused why={own ? t('norms.exception.own') : undefined}>
            <Button size="compact-sm" onClick={() => decide(true)}>
              {t('norms.exception.approve')}
            </Button>
          </Refused>
          <Refused why={own ? t('norms.exception.own') : undefined}>
            <Button size="compact-sm" variant="default" onClick={() => decide(false)}>
              {t('norms.exception.refuse')}
            </Button>
          </Refused>
        </>
      )}
      {(own || one.state !== 'undecided') && (
        <Button size="compact-sm" variant="subtle" onClick={() => run(exceptions.withdrawException({ params }), t('norms.exception.withdrawn'))}>
          {t('norms.exception.withdraw')}
        </Button>
      )}
    </span>
  )
}

/** Those of one expectation, of one item, or of both; nothing when there are none. */
export function ExceptionsOf({ asked, named = false }: { asked: Asked; named?: boolean }) {
  const t = useText(webTexts)
  const list = useExceptions(asked)
  if (list.error && !list.rows) return <Failure error={list.error} retry={list.retry} />
  if (!list.rows) return <Skeletons rows={1} />
  if (list.rows.length === 0) return <p className="dim">{t('norms.exception.none')}</p>
  return (
    <>
      <ExceptionRows rows={list.rows} named={named} />
      {list.loadMore && (
        <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('norms.compliance.more')}
        </Button>
      )}
    </>
  )
}

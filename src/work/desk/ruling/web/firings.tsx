/** What a rule did, each time with which conditions held and what came of it. */
import { Button } from '@mantine/core'
import { Link } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { conditionInWords, type Known, useConditionText, useKnown } from '../../conditions/web/words.ts'
import type { Firing, Rule } from '../contract.ts'
import { rulingCalls, rulingKey } from './calls.ts'
import classes from './ruling.module.css'
import { ruleWords } from './texts.ts'
import { actionInWords } from './words.ts'

export function Firings({ rule }: { rule: Rule }) {
  const t = useText(ruleWords)
  const known = useKnown(rule.organisationId)
  const found = useLoadList({
    key: [...rulingKey(rule.organisationId), 'firings', rule.id],
    load: (after, signal) => rulingCalls.firings({ params: { id: rule.id }, query: { limit: 30, ...(after && { after }) } }, { signal }),
    on: ['desk.ruling.fired'],
  })
  if (found.error) return <Failure error={found.error} retry={found.retry} />
  if (!found.rows) return <Skeletons rows={4} />
  if (found.rows.length === 0) return <p className="dim">{t('desk.rule.log.none')}</p>
  return (
    <>
      <ul className={classes.list}>
        {found.rows.map((one) => (
          <li key={one.id}>
            <Link to={`/desk/cases/${one.number}`}>
              <span className="mono">{one.number}</span> {one.title}
            </Link>{' '}
            <span className="dim">
              · <Time at={one.at} />
            </span>
            <Outcome one={one} known={known} />
          </li>
        ))}
      </ul>
      {found.loadMore && (
        <Button mt="sm" size="xs" variant="default" loading={found.loadingMore} onClick={found.loadMore}>
          +
        </Button>
      )}
    </>
  )
}

/** Why, what was done, what could not. */
export function Outcome({ one, known }: { one: Pick<Firing, 'held' | 'did'>; known: Known }) {
  const t = useText(ruleWords)
  const conditionText = useConditionText()
  const held = one.held.filter((each) => each.held).map(({ condition }) => conditionInWords(conditionText, condition, known))
  const done = one.did.filter((each) => each.done).map(({ action }) => actionInWords(t, action, known))
  return (
    <>
      {held.length > 0 && <p>{t('desk.rule.because', { what: held.join('; ') })}</p>}
      {done.length > 0 && <p>{t('desk.rule.did', { what: done.join('; ') })}</p>}
      {one.did
        .filter((each) => !each.done)
        .map(({ action, why }) => (
          <p key={JSON.stringify(action)}>{t('desk.rule.refused', { what: actionInWords(t, action, known), why: why ?? '' })}</p>
        ))}
    </>
  )
}

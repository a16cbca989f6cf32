/** On the page of a case: what Spil did to it by itself, and why. */
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { assignmentCalls } from '../../assignment/web/calls.ts'
import { useKnown } from '../../conditions/web/words.ts'
import type { CaseProps } from '../../web/case/parts.ts'
import { rulingCalls } from './calls.ts'
import { Outcome } from './firings.tsx'
import classes from './ruling.module.css'
import { ruleWords } from './texts.ts'

export default function OnCase({ page }: CaseProps) {
  const t = useText(ruleWords)
  const { id, organisationId } = page.case
  const known = useKnown(organisationId)
  const about = [`case/${id}`]
  const why = useLoad({
    key: ['desk', 'why', id],
    load: (signal) => assignmentCalls.why({ params: { id } }, { signal }),
    about,
    on: ['cases.explained'],
  })
  const fired = useLoad({
    key: ['desk', 'firings', id],
    load: (signal) => rulingCalls.ofCase({ params: { id } }, { signal }),
    about,
    on: ['cases.explained'],
  })
  if (why.error) return <Failure error={why.error} retry={() => void why.refetch()} />
  if (!why.data || !fired.data) return <Skeletons rows={2} />
  const firings = fired.data.items
  const others = why.data.items.filter(({ source }) => source !== 'rule')
  if (firings.length + others.length === 0) return <p className="dim small">{t('desk.rule.onCase.none')}</p>
  return (
    <ul className={classes.panel} aria-label={t('desk.rule.onCase')}>
      {firings.map((one) => (
        <li key={one.id}>
          <strong>
            {one.ruleNumber === null
              ? t('desk.rule.firingGone', { name: one.ruleName, version: one.version })
              : t('desk.rule.firing', { number: one.ruleNumber, name: one.ruleName, version: one.version })}
          </strong>{' '}
          <span className="dim">
            <Time at={one.at} />
          </span>
          <Outcome one={one} known={known} />
        </li>
      ))}
      {others.map((one) => (
        <li key={one.id}>
          {one.text}{' '}
          <span className="dim">
            <Time at={one.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}

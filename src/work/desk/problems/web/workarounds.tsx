/** On an incident: the work-around of the problem that it comes from. */
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from '../../kinds/web/kinds.module.css'
import type { CaseProps } from '../../web/case/parts.ts'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

export default function Workarounds({ page }: CaseProps) {
  const t = useText(problemWords)
  const { id } = page.case
  const items = useLoad({
    key: ['desk', 'workarounds', id],
    load: (signal) => problemCalls.workarounds({ params: { id } }, { signal }),
    on: ['desk.problems.', 'cases.linked'],
  }).data?.items
  return items?.map((one) => (
    <Note key={one.problem?.id ?? one.workaround} tone="amber">
      <strong>{t('desk.workaround.title')}</strong>
      {one.problem && (
        <>
          {' · '}
          <Link to={`/desk/cases/${one.problem.number}`}>{t('desk.workaround.of', { number: `${one.problem.number} ${one.problem.title}` })}</Link>
        </>
      )}
      <div className={classes.words}>{one.workaround}</div>
    </Note>
  ))
}

/** Open cases that look like this one, on its page. */
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import classes from '../../web/case/case.module.css'
import type { CaseProps } from '../../web/case/parts.ts'
import { CaseState } from '../../web/marksOfCase.tsx'
import { linkingCalls } from './calls.ts'
import { linkingWords } from './texts.ts'

export default function SimilarCases({ page }: CaseProps) {
  const t = useText(linkingWords)
  const { id, version } = page.case
  const { data } = useLoad({ key: ['desk', 'alike', id, version], load: (signal) => linkingCalls.similarTo({ params: { id } }, { signal }) })
  if (data?.length === 0) return <p className="dim">{t('alike.none')}</p>
  return (
    <ul className={classes.sublist}>
      {data?.map((one) => (
        <li key={one.id} className={classes.line}>
          <Link to={`/desk/cases/${one.number}`}>
            <span className="mono">{one.number}</span> {one.title}
          </Link>
          <CaseState state={one.state} plain />
        </li>
      ))}
    </ul>
  )
}

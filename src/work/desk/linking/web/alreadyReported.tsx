/** While a case is registered: open cases that look like what is being typed. */
import { useEffect, useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import classes from '../../web/case/case.module.css'
import { CaseState } from '../../web/marksOfCase.tsx'
import type { RegisterProps } from '../../web/new/parts.ts'
import { linkingCalls } from './calls.ts'
import { linkingWords } from './texts.ts'

export default function AlreadyReported({ draft }: RegisterProps) {
  const t = useText(linkingWords)
  const text = `${draft.title} ${draft.text}`.trim().slice(0, 2000)
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), 400)
    return () => clearTimeout(timer)
  }, [text])
  const { organisationId } = draft
  const { data } = useLoad({
    key: ['desk', 'alreadyReported', organisationId, asked],
    load: (signal) => linkingCalls.similar({ query: { organisationId, text: asked } }, { signal }),
    when: asked.length >= 8 && organisationId !== '',
  })
  if (!data?.length || text.length < 8) return null
  return (
    <section aria-label={t('alike.new')}>
      <h2 className={classes.subtitle}>{t('alike.new')}</h2>
      <ul className={classes.sublist}>
        {data.map((one) => (
          <li key={one.id} className={classes.line}>
            <Link to={`/desk/cases/${one.number}`}>
              <span className="mono">{one.number}</span> {one.title}
            </Link>
            <CaseState state={one.state} plain />
          </li>
        ))}
      </ul>
    </section>
  )
}

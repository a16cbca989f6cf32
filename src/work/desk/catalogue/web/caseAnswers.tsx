/** What was filled in when the case was asked for, among its facts. */
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { CaseProps } from '../../web/case/parts.ts'
import { catalogueCalls } from './calls.ts'
import classes from './catalogue.module.css'
import { catalogueWords } from './texts.ts'

export default function CaseAnswers({ page }: CaseProps) {
  const t = useText(catalogueWords)
  const { id } = page.case
  const { data, error, refetch } = useLoad({
    key: ['desk/answers', id],
    load: (signal) => catalogueCalls.answers({ params: { id } }, { signal }),
    about: [`case/${id}`],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={3} />
  if (!data.asked) return <p className="dim small">{t('catalogue.answers.none')}</p>
  const { lines, name, version } = data.asked
  return (
    <>
      <dl className={classes.lines}>
        {lines.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="dim small">{t('catalogue.answers.form', { name, version })}</p>
    </>
  )
}

/** For the reporter: what they can do while we work on what is behind their report. */
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from '../../kinds/web/kinds.module.css'
import type { MyCaseProps } from '../../web/portal/parts.ts'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

export default function MyWorkaround({ one: { id } }: MyCaseProps) {
  const t = useText(problemWords)
  const items = useLoad({
    key: ['portal', 'workarounds', id],
    load: (signal) => problemCalls.workarounds({ params: { id } }, { signal }),
    about: [`case/${id}`],
  }).data?.items.filter(({ knownAs }) => knownAs)
  return items?.map((one) => (
    <Note key={one.workaround} tone="blue">
      <p>{t('desk.workaround.mine')}</p>
      <div className={classes.words}>{one.workaround}</div>
    </Note>
  ))
}

import { useText } from '#web/kit/texts.ts'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

/** A figure that opens its cases; of nothing there is nothing to open. */
export function FigureButton({ count, what, open }: { count: number; what: string; open(): void }) {
  const t = useText(reportWords)
  if (count === 0) return <span className="dim">0</span>
  return (
    <button type="button" className={classes.figure} aria-label={t('rep.open', { count, what })} onClick={open}>
      {count}
    </button>
  )
}

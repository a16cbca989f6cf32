/** On top of a case: what it was split off, what was split off it, and the way back while nothing happened there. */
import { Button } from '@mantine/core'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import { splittingCalls, useSplits } from './calls.ts'
import classes from './splitting.module.css'
import { splittingWords } from './texts.ts'

export default function SplitNotice({ page, changing }: CaseProps) {
  const t = useText(splittingWords)
  const reload = useReload()
  const splits = useSplits(page.case.id)
  const undo = async (id: string) => {
    try {
      const { number } = await splittingCalls.undoSplit({ params: { id } })
      toast(t('split.undone', { number }))
    } catch (error) {
      toastProblem(error, t('split.undo'))
    }
    await reload(['desk', 'splits', page.case.id])
    await changing.reload()
  }
  return splits?.map(({ id, from, into, mayUndo }) => {
    const mine = into.number === page.case.number
    const other = mine ? from : into
    return (
      <div key={id} className={classes.notice}>
        <span>
          {t(mine ? 'split.from' : 'split.into')} <Link to={`/desk/cases/${other.number}`}>{other.number}</Link>
        </span>
        {mayUndo && (
          <Button size="compact-xs" variant="default" onClick={() => void undo(id)}>
            {t('split.undo')}
          </Button>
        )}
      </div>
    )
  })
}

/** On top of a case: what was merged into it, and the way back. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { useGo } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import { mergingCalls } from './calls.ts'
import classes from './merging.module.css'
import { mergingWords } from './texts.ts'

type Merged = CaseProps['page']['merged'][number]

export default function MergedNotice({ page }: CaseProps) {
  return page.merged.map((one) => <One key={one.mergeId} one={one} mayWork={page.mayWork} />)
}

function One({ one, mayWork }: { one: Merged; mayWork: boolean }) {
  const t = useText(mergingWords)
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const [takeBack, setTakeBack] = useState(false)
  const { number, title } = one
  const reporter = one.reporter.name
  const undo = async () => {
    try {
      await mergingCalls.undoMerge({ params: { id: one.mergeId }, body: { takeBack } })
      toast(t('merge.undone', { number }))
      go(`/desk/cases/${number}`)
    } catch (error) {
      toastProblem(error, t('merge.undo'))
    }
  }
  return (
    <div className={classes.notice}>
      <span>{t('merge.notice', { number, title, reporter })}</span>
      {mayWork && (
        <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
          {t('merge.undo')}
        </Button>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('merge.undoTitle')}
        verb={t('merge.undo')}
        onConfirm={undo}
        consequences={
          <>
            <p>{t('merge.undoWhat', { number })}</p>
            <Checkbox
              mt="md"
              label={t('merge.takeBack', { reporter })}
              checked={takeBack}
              onChange={(event) => setTakeBack(event.currentTarget.checked)}
            />
          </>
        }
      />
    </div>
  )
}

/** One text that solves every open incident, and the problem itself when wanted. */
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import type { CasePage } from '../../contract.ts'
import { Ask } from '../../kinds/web/ask.tsx'
import { deskProblems, type ProblemView } from '../contract.ts'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

interface Props {
  problem: ProblemView
  page: CasePage
  onClose: () => void
  done: () => Promise<void>
}
export function SolveAll({ problem, page, onClose, done }: Props) {
  const t = useText(problemWords)
  const reload = useReload()
  const { id, version, solution } = page.case
  const may = page.allowed.some(({ move, allowed }) => move === 'solve' && allowed)
  const [too, setToo] = useState(may)
  return (
    <Ask
      title={t('desk.problem.solveAll')}
      lead={t('desk.problem.solveAll.lead', { count: problem.openIncidents })}
      schema={deskProblems.solveIncidents.body}
      texts={problemWords}
      prefix="desk.problem"
      initial={{ done: solution?.done ?? '', tested: solution?.tested ?? '' }}
      fields={[
        { name: 'done', kind: 'long', rows: 2, autoFocus: true },
        { name: 'tested', kind: 'long', rows: 2 },
      ]}
      verb={t('desk.problem.solveAll')}
      onClose={onClose}
      submit={async ({ done: what, tested }) => {
        await problemCalls.solveIncidents({ params: { id }, body: { done: what, tested, ...(may && too && { version }) } })
        await reload(['desk', 'problem', id])
        await done()
      }}
    >
      {() => may && <Checkbox label={t('desk.problem.too')} checked={too} onChange={(event) => setToo(event.currentTarget.checked)} />}
    </Ask>
  )
}

/** On the page of a case: it is being handed over, to me or by me, or came back with a question. */
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import { Answer } from './answer.tsx'
import { handoverCalls } from './calls.ts'
import { NoteShown } from './noteFields.tsx'
import { handoverWords } from './texts.ts'

export default function HandoverNotice({ page, changing }: CaseProps) {
  const t = useText(handoverWords)
  const { id, number } = page.case
  const { data, refetch } = useLoad({
    key: ['desk', 'handovers', id],
    load: (signal) => handoverCalls.handovers({ params: { id } }, { signal }),
    about: [`case/${id}`],
    when: page.mayWork,
  })
  const one = data?.items[0]
  if (!one || (one.status !== 'offered' && one.status !== 'sentBack')) return null
  const from = one.from?.name ?? t('hand.someone')
  const to = one.to?.name ?? one.team?.name ?? t('hand.someone')
  if (one.status === 'sentBack')
    return (
      <Note tone="amber">
        {t('hand.sentBack', { by: to, question: one.question ?? '' })} <Time at={one.endedAt ?? one.writtenAt} />
      </Note>
    )
  const reload = () => void Promise.all([refetch(), changing.reload()])
  return (
    <Note tone={one.mayAnswer ? 'amber' : 'blue'}>
      <strong>{!one.mayAnswer ? t('hand.waits', { to }) : one.to ? t('hand.forYou', { from }) : t('hand.forTeam', { from, team: to })}</strong>{' '}
      <Time at={one.offeredAt ?? one.writtenAt} />
      <NoteShown note={one} />
      {one.mayAnswer && <Answer note={one} number={number} done={reload} />}
    </Note>
  )
}

/** Reached from the mail, without signing in: may this be done? Looking at it decides nothing. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useGo, usePath } from '#web/kit/links.tsx'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { approvalCalls } from './calls.ts'
import { Decide, Subject } from './decide.tsx'
import { approvalWords } from './texts.ts'

type End = 'thanks.yes' | 'thanks.no' | 'used' | 'expired' | 'wrong'
const ends: Readonly<Record<string, End>> = {
  'desk.approvals.linkWrong': 'wrong',
  'desk.approvals.linkExpired': 'expired',
  'desk.approvals.alreadyDecided': 'used',
  'desk.approvals.over': 'used',
}

export default function ApprovePage() {
  const t = useText(approvalWords)
  const token = usePath().token ?? ''
  const [end, setEnd] = useState<End>()
  const { data, error, refetch } = useQuery({
    queryKey: ['approve', token],
    queryFn: ({ signal }) => approvalCalls.linkState({ params: { token } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const ended = end ?? (data?.answered ? 'used' : ends[problemIn(error)?.type ?? ''])
  if (ended) return <Ended end={ended} number={data?.number ?? ''} />
  if (!data)
    return (
      <Sheet title={t('approvals.title')} wide>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons rows={6} />}
      </Sheet>
    )
  return (
    <Sheet title={t('approvals.title')} lead={`${t('approvals.lead', { name: data.askedBy })} ${t('approvals.for', { name: data.you })}`} wide>
      <Subject {...data} />
      <Decide
        refused={(type) => {
          const found = ends[type]
          if (found) setEnd(found)
          return found !== undefined
        }}
        send={async (yes, reason) => {
          await approvalCalls.decideByLink({ params: { token }, body: { yes, ...(reason && { reason }) } })
          setEnd(yes ? 'thanks.yes' : 'thanks.no')
        }}
      />
    </Sheet>
  )
}

function Ended({ end, number }: { end: End; number: string }) {
  const t = useText(approvalWords)
  const go = useGo()
  const thanks = end === 'thanks.yes' || end === 'thanks.no'
  return (
    <Sheet title={t(`approvals.${end}`)} wide>
      <p role="status">{thanks ? t('approvals.thanks.text', { number }) : t(`approvals.${end}.text`)}</p>
      {(end === 'used' || end === 'expired') && (
        <Button variant="default" mt="lg" onClick={() => go('/portal/approvals')}>
          {t('approvals.signIn')}
        </Button>
      )}
    </Sheet>
  )
}

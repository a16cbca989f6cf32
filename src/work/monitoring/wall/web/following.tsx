/** Asks again and again; while Spil is away what it had stays, and the board says so. */
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Wall } from '../contract.ts'
import { Board } from './board.tsx'
import { wallWords } from './texts.ts'

interface Props {
  name: string
  every: number
  load: (signal: AbortSignal) => Promise<Wall>
  foot?: ReactNode
}
/** Longer than this without an answer is away. */
const patience = 3
export function Following({ name, every, load, foot }: Props) {
  const t = useText(wallWords)
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['wall', name],
    // A board that waits for ever tells nothing.
    queryFn: ({ signal }) => load(AbortSignal.any([signal, AbortSignal.timeout(every)])),
    refetchInterval: every,
    refetchIntervalInBackground: true,
    retry: false,
  })
  const now = useNow(every / 3)
  if (error && problemIn(error)?.status === 404) return <Sheet title={t('wall.title')}>{t('wall.gone')}</Sheet>
  if (!data) return <Skeletons rows={8} />
  const away = error !== null || now - dataUpdatedAt > every * patience
  return <Board wall={data} awaySince={away ? dataUpdatedAt : undefined} foot={foot} />
}
function useNow(every: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}

/** What the composer of a case offers: colleagues after @, canned answers after /. */
import { useCallback, useMemo, useRef } from 'react'
import type { Offered } from '#web/kit/offered.tsx'
import type { Trigger } from '#web/kit/suggest.tsx'
import { useText } from '#web/kit/texts.ts'
import { answersCalls } from '../../answers/web/calls.ts'
import type { CasePage } from '../../contract.ts'
import { watchingCalls } from './calls.ts'
import { composerWords } from './composerWords.ts'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export function useComposerHelp(page: CasePage) {
  const t = useText(composerWords)
  const params = useMemo(() => ({ id: page.case.id }), [page.case.id])
  const called = useRef(new Map<string, string>())
  const suggest = useMemo((): readonly Trigger[] => {
    const people = async (query: string, signal: AbortSignal): Promise<readonly Offered[]> => {
      const all = await watchingCalls.colleagues({ params }, { signal })
      const fits = all.filter(
        ({ name }) =>
          plain(name)
            .split(/\s+/)
            .some((part) => part.startsWith(plain(query))) || plain(name).startsWith(plain(query)),
      )
      return fits.slice(0, 8).map(({ id, name }) => ({ id, label: name, insert: `@${name} ` }))
    }
    const answers = async (query: string, signal: AbortSignal): Promise<readonly Offered[]> => {
      const { items } = await answersCalls.answersForCase({ params, query: { search: query, limit: 8 } }, { signal })
      return items.map(({ id, name, text }) => ({ id, label: name, detail: text, insert: text }))
    }
    return [
      {
        sign: '@',
        label: t('composer.mention'),
        none: t('composer.noColleague'),
        find: people,
        onChoose: ({ id, label }) => called.current.set(id, label),
      },
      { sign: '/', label: t('composer.canned'), none: t('composer.noCanned'), find: answers },
    ]
  }, [params, t])
  /** Who of those that were chosen still stands in the text. */
  const mentionsIn = useCallback(
    (text: string): string[] => [...called.current].filter(([, name]) => text.includes(`@${name}`)).map(([id]) => id),
    [],
  )
  return { suggest, mentionsIn }
}

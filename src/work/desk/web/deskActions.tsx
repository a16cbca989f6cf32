/** Draws nothing: makes the palette know what the desk can always do. */
import IconNext from '@tabler/icons-react/dist/esm/icons/IconPlayerTrackNext.mjs'
import { useMemo } from 'react'
import { useActions } from '#web/kit/commands.ts'
import { useGo } from '#web/kit/links.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { viewAddress, views } from './list/views.ts'
import { roomWords } from './roomTexts.ts'
import { useTakeNext } from './takeNext.ts'

export function DeskActions() {
  const t = useText(roomWords)
  const go = useGo()
  const mayRead = useMay('desk.read')
  const mayWork = useMay('desk.work')
  const { take } = useTakeNext()
  useActions(
    useMemo(
      () => [
        ...(mayWork
          ? [
              { id: 'desk.takeNext', title: t('desk.takeNext'), icon: IconNext, run: () => void take() },
              { id: 'desk.bulks', title: t('desk.bulks'), run: () => go('/desk/bulk') },
            ]
          : []),
        ...(mayRead
          ? views.map((one) => ({ id: `desk.view.${one}`, title: t('desk.goTo', { view: t(`desk.view.${one}`) }), run: () => go(viewAddress(one)) }))
          : []),
      ],
      [t, go, take, mayRead, mayWork],
    ),
  )
  return null
}

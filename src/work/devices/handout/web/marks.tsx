/** How the state of a hand-out is shown. */
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Handout } from '../contract.ts'
import { handoutWords } from './texts.ts'

const meanings: Readonly<Record<Handout['signing'], Meaning>> = { unsigned: 'waiting', signed: 'done', declined: 'broken' }
export function SigningBadge({ signing, plain }: { signing: Handout['signing']; plain?: boolean }) {
  const t = useText(handoutWords)
  return (
    <StateBadge meaning={meanings[signing]} plain={plain ?? false}>
      {t(`handout.signing.${signing}`)}
    </StateBadge>
  )
}

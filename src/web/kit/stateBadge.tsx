/** State has one look and one meaning: a colour, always with an icon and a word. */
import IconAlert from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconBan from '@tabler/icons-react/dist/esm/icons/IconBan.mjs'
import IconDone from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import IconNew from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs'
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconCircleDot.mjs'
import IconBroken from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs'
import IconLate from '@tabler/icons-react/dist/esm/icons/IconClock.mjs'
import IconWaiting from '@tabler/icons-react/dist/esm/icons/IconHourglass.mjs'
import IconTest from '@tabler/icons-react/dist/esm/icons/IconTestPipe.mjs'
import type { ReactNode } from 'react'
import type { Icon } from './room.ts'
import classes from './stateBadge.module.css'
import type { Tone } from './theme.ts'

export type Meaning = 'new' | 'progress' | 'waiting' | 'risk' | 'test' | 'broken' | 'late' | 'held' | 'done' | 'cancelled'

const looks: Readonly<Record<Meaning, { tone: Tone; icon: Icon }>> = {
  new: { tone: 'violet', icon: IconNew },
  progress: { tone: 'blue', icon: IconProgress },
  waiting: { tone: 'grey', icon: IconWaiting },
  cancelled: { tone: 'grey', icon: IconBan },
  risk: { tone: 'amber', icon: IconAlert },
  test: { tone: 'amber', icon: IconTest },
  broken: { tone: 'red', icon: IconBroken },
  late: { tone: 'red', icon: IconLate },
  held: { tone: 'green', icon: IconDone },
  done: { tone: 'green', icon: IconDone },
}
/** Its colour alone, for what is drawn rather than said. */
export const toneOf = (meaning: Meaning): Tone => looks[meaning].tone

/** `plain` leaves out the ground, for dense tables. The word is the child. */
export function StateBadge({ meaning, plain, icon, children }: { meaning: Meaning; plain?: boolean; icon?: Icon; children: ReactNode }) {
  const look = looks[meaning]
  const Shape = icon ?? look.icon
  return (
    <span className={classes.badge} data-tone={look.tone} data-plain={plain || undefined}>
      <Shape size={14} stroke={2} aria-hidden />
      <span>{children}</span>
    </span>
  )
}

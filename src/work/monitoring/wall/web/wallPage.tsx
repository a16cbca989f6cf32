/** The wall board of who is signed in: follows events. */
import { useWhere } from '#record/items/web/more.ts'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLive } from '#web/kit/live.ts'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { wallCalls } from './calls.ts'
import { Following } from './following.tsx'
import { wallWords } from './texts.ts'

export default function WallPage() {
  const t = useText(wallWords)
  const [state] = useUrlState()
  const organisations = useWhere('monitoring.read')
  const organisationId = listOf(state.organisation)[0] ?? organisations[0]?.id ?? ''
  const reload = useReload()
  useLive({ on: ['norms.deviation', 'monitoring.', 'desk.outage'] }, () => void reload(['wall']))
  return (
    <Following
      name={organisationId}
      every={30_000}
      load={(signal) => wallCalls.wall({ query: { organisationId } }, { signal })}
      foot={
        <p className="small">
          <Link to="/monitoring">{t('wall.leave')}</Link>
        </p>
      }
    />
  )
}

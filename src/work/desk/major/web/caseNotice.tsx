/** On the page of a case: it is a major incident, with all that belongs to it; or it belongs to one. */
import { Button } from '@mantine/core'
import IconFlame from '@tabler/icons-react/dist/esm/icons/IconFlame.mjs'
import { useState } from 'react'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import type { Major } from '../contract.ts'
import { majorCalls } from './calls.ts'
import { Course } from './course.tsx'
import classes from './major.module.css'
import { Roles } from './roles.tsx'
import { AddDialog, EndDialog, ReviewDialog, SolveDialog } from './smallDialogs.tsx'
import { majorWords } from './texts.ts'
import { WriteDialog } from './writeDialog.tsx'

export default function MajorNotice({ page, changing }: CaseProps) {
  const t = useText(majorWords)
  const { id } = page.case
  const { data, refetch } = useLoad({
    key: ['desk', 'major', id],
    load: (signal) => majorCalls.majorOf({ params: { id } }, { signal }),
    about: [`case/${id}`],
    when: page.mayWork,
  })
  if (data?.parent)
    return (
      <Note tone={data.parent.late ? 'amber' : 'blue'} icon={IconFlame}>
        {t('major.belongs')}{' '}
        <Link to={`/desk/cases/${data.parent.number}`}>
          <span className="mono">{data.parent.number}</span> {data.parent.title}
        </Link>
      </Note>
    )
  if (!data?.major) return null
  return (
    <section className={classes.panel} aria-label={t('major.major')} data-lasts={data.major.endedAt === null || undefined}>
      <MajorPart major={data.major} page={page} done={() => void Promise.all([refetch(), changing.reload()])} />
    </section>
  )
}

type Doing = 'write' | 'add' | 'solve' | 'end' | 'review'
function MajorPart({ major, page, done }: { major: Major; page: CaseProps['page']; done: () => void }) {
  const t = useText(majorWords)
  const go = useGo()
  const [open, setOpen] = useState<Doing>()
  const props = { major, close: () => setOpen(undefined), done }
  const solved = major.state === 'solved' || major.state === 'closed'
  const lasts = major.endedAt === null
  return (
    <div className={classes.major}>
      <div className={classes.head}>
        <StateBadge meaning={lasts ? 'broken' : 'done'} icon={IconFlame}>
          {t(lasts ? 'major.major' : 'major.over')}
        </StateBadge>
        <span className="dim small">
          {t('major.since')} <Time at={major.declaredAt} />
        </span>
        {major.late && <StateBadge meaning="late">{`${t('major.nextUpdate')}: ${t('major.nextUpdate.late')}`}</StateBadge>}
      </div>
      <p className={classes.text}>{major.reason}</p>
      <Roles key={major.version} major={major} done={done} />
      {solved && major.openChildren > 0 && <p className={classes.text}>{t('major.solve.offer', { count: major.openChildren })}</p>}
      <div className={classes.buttons}>
        {solved && major.openChildren > 0 && (
          <Button size="xs" variant="light" onClick={() => setOpen('solve')}>
            {t('major.solve')}
          </Button>
        )}
        <Button size="xs" variant={solved ? 'default' : 'light'} onClick={() => setOpen('write')}>
          {t('major.write')}
        </Button>
        {lasts && (
          <>
            <Button size="xs" variant="default" onClick={() => setOpen('add')}>
              {t('major.add')}
            </Button>
            <Button size="xs" variant="default" onClick={() => go(`/desk/outages/new?case=${major.number}`)}>
              {t('major.publish')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setOpen('end')}>
              {t('major.end')}
            </Button>
          </>
        )}
        {!lasts && (
          <Button size="xs" variant="default" onClick={() => setOpen('review')}>
            {t('major.review')}
          </Button>
        )}
      </div>
      <Course major={major} done={done} />
      {open === 'write' && <WriteDialog {...props} />}
      {open === 'add' && <AddDialog {...props} />}
      {open === 'solve' && <SolveDialog {...props} given={page.case.solution} />}
      {open === 'end' && <EndDialog {...props} />}
      {open === 'review' && <ReviewDialog {...props} />}
    </div>
  )
}

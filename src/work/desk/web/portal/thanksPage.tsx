/** After reporting: the number, and what happens next. */
import { Button } from '@mantine/core'
import { useGo, usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import classes from './portal.module.css'
import { portalCalls } from './portalCalls.ts'
import { portalWords } from './texts.ts'

export default function ThanksPage() {
  const t = useText(portalWords)
  const go = useGo()
  const number = usePath().number ?? ''
  const { data } = useLoad({ key: ['portal', 'case', number], load: (signal) => portalCalls.myCase({ params: { id: number } }, { signal }) })
  return (
    <Page title={t('portal.thanks')} under={[{ label: t('portal.title'), to: '/portal' }]} width="form">
      <div className={classes.thanks}>
        <p>
          <strong>{t('portal.thanks.number', { number })}</strong>
        </p>
        <div>
          <h2>{t('portal.thanks.next')}</h2>
          <ol className={classes.steps}>
            <li>{t('portal.thanks.step1')}</li>
            <li>{t('portal.thanks.step2')}</li>
            <li>{t('portal.thanks.step3')}</li>
          </ol>
        </div>
        {data?.dueAt && (
          <p className="dim">
            {t('portal.thanks.due')} <Time at={data.dueAt} as="absolute" />
          </p>
        )}
        <div className={classes.actions}>
          <Button onClick={() => go(`/portal/cases/${number}`)}>{t('portal.thanks.follow')}</Button>
          <Button variant="default" onClick={() => go('/portal/new')}>
            {t('portal.thanks.another')}
          </Button>
        </div>
      </div>
    </Page>
  )
}

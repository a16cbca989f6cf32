/** One product: its versions, and on which devices each is. */
import { Button } from '@mantine/core'
import { Link, usePath } from '#web/kit/links.tsx'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { products } from './calls.ts'
import classes from './devices.module.css'
import { webTexts } from './texts.ts'

export default function ProductPage() {
  const { product = '' } = usePath()
  const t = useText(webTexts)
  const params = { product }
  const counted = useLoad({
    key: ['devices', 'product', product, 'versions'],
    load: async (signal) => (await products.product({ params, query: { limit: 1 } }, { signal })).versions,
    on: ['devices.inventoried'],
  })
  const list = useLoadList({
    key: ['devices', 'product', product, 'where'],
    load: (after, signal) => products.product({ params, query: { limit: 50, ...(after && { after }) } }, { signal }),
    on: ['devices.inventoried'],
  })
  const error = counted.error ?? list.error
  return (
    <Page title={product} under={[{ label: t('devices.title'), to: '/devices' }]}>
      {error && <Failure error={error} retry={list.retry} />}
      {!error && (!counted.data || !list.rows) && <Skeletons rows={4} />}
      {list.rows?.length === 0 && <Empty title={t('devices.product.none')}>{t('devices.product.noneWhat')}</Empty>}
      {counted.data && counted.data.length > 0 && (
        <Section title={t('devices.product.versions')}>
          <ul className={`${classes.list} ${classes.narrow}`}>
            {counted.data.map(({ version, devices }) => (
              <li key={version} className={classes.row}>
                <span className={`mono ${classes.wide}`}>{version || t('devices.product.noVersion')}</span>
                <span className="dim">{t('devices.product.devices', { count: devices })}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {list.rows && list.rows.length > 0 && (
        <Section title={t('devices.product.where')}>
          <ul className={`${classes.list} ${classes.narrow}`}>
            {list.rows.map(({ item, name, version, firstSeenAt }) => (
              <li key={`${item.id} ${name} ${version} ${firstSeenAt}`} className={classes.row}>
                <span className={classes.wide}>
                  <Link to={`/items/${item.number}`}>{item.name}</Link> <span className="mono small dim">{item.number}</span>
                </span>
                <span>
                  {name} <span className="mono small">{version}</span>
                </span>
                <span className="dim small">
                  {t('devices.software.since')} <Time at={firstSeenAt} as="day" />
                </span>
              </li>
            ))}
          </ul>
          {list.loadMore && (
            <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
              {t('devices.product.more')}
            </Button>
          )}
        </Section>
      )}
    </Page>
  )
}

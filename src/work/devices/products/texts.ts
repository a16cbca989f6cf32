import { texts } from '#platform/i18n.ts'

export const devicesProductsTexts = texts({
  'devices.products.why': { nl: 'Zeg waarom dit product niet gewenst is', en: 'Say why this product is not wanted' },
  'devices.products.changed': { nl: 'Iemand anders zei net iets over dit product. Kijk opnieuw', en: 'Somebody else just said something of this product. Look again' },
  'history.devices.productJudged': { nl: 'Gezegd of een product gewenst is', en: 'Said whether a product is wanted' },
})

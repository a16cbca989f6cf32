export const seriesGraphingTexts = {
  'series.graph.wrong': { nl: 'De vraag klopt niet: {why}', en: 'The query is not right: {why}' },
  'series.graph.span': { nl: 'Het einde ligt voor het begin', en: 'The end is before the beginning' },
} as const

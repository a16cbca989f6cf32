export const seriesTexts = {
  'series.elsewhere': {
    nl: 'Meetwaarden worden door een ander proces van Spil bijgehouden. Stuur ze daarheen, of laat één proces met de rol "all" of "worker" draaien.',
    en: 'Samples are kept by another process of Spil. Send them there, or run one process with the role "all" or "worker".',
  },
  'series.retention.order': {
    nl: 'Bewaar 5 minuten minstens zo lang als elke meting, en uren minstens zo lang als 5 minuten',
    en: 'Keep 5 minutes at least as long as each sample, and hours at least as long as 5 minutes',
  },
  'series.retention.changed': { nl: 'Iemand anders heeft dit intussen veranderd', en: 'Somebody else has changed this meanwhile' },
} as const

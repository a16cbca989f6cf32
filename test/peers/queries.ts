/** Queries for our PromQL and Prometheus alike: written ones for every part of the language, and made ones. */
import { chances } from './samples.ts'

const ranged = ['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'resets', 'changes', 'absent_over_time'].concat(
  ['avg', 'min', 'max', 'sum', 'count', 'last', 'stddev', 'stdvar', 'present'].map((name) => `${name}_over_time`),
)
const single = ['abs', 'ceil', 'floor', 'exp', 'ln', 'log2', 'log10', 'sqrt', 'sgn', 'round']
const dates = ['minute', 'hour', 'day_of_week', 'day_of_month', 'day_of_year', 'days_in_month', 'month', 'year']
const selectors = ['load1', 'http_requests_total', 'disk_free_bytes{mount="/"}', 'exact', 'odd', 'flapping', '{__name__=~"disk_.*",instance!="b"}']

export const queries: readonly string[] = [
  // Selectors
  ...selectors,
  'http_requests_total{method="get",code!~"5.."}',
  'http_requests_total{code=~"2..|500",job!="api"}',
  '{__name__="load1",instance=~"a|b"}',
  'load1{missing=""}',
  'load1{missing!=""}',
  'load1{instance=~".+",missing=~".*"}',
  'load1 offset 5m',
  'load1 offset -7m',
  'exact offset 1m',
  'nothing',
  // Spans
  ...ranged.flatMap((name) => [`${name}(http_requests_total[5m])`, `${name}(load1[7m])`, `${name}(exact[10m])`, `${name}(odd[12m] offset 3m)`]),
  ...ranged.map((name) => `${name}(flapping[3m])`),
  'rate(http_requests_total[1m])',
  'rate(http_requests_total[30s])',
  'increase(http_requests_total[1h] offset 20m)',
  'quantile_over_time(0.9, load1[20m])',
  'quantile_over_time(-1, load1[20m])',
  'quantile_over_time(scalar(exact{kind="minute"}) / 10, load1[20m])',
  'predict_linear(disk_free_bytes[1h], 4 * 3600)',
  'predict_linear(disk_free_bytes[1h] offset 10m, 3600)',
  'predict_linear(odd[1h], 60)',
  'absent_over_time(nothing{job="x",instance=~"a"}[5m])',
  'absent_over_time(flapping[2m])',
  // Subqueries
  'max_over_time(rate(http_requests_total[5m])[30m:1m])',
  'avg_over_time(load1[1h:5m])',
  'sum_over_time(sum(load1)[20m:90s] offset 10m)',
  'count_over_time(flapping[30m:])',
  'min_over_time((load1 > 2)[20m:2m])',
  'rate((http_requests_total offset 5m)[10m:30s])',
  'max_over_time(time()[10m:3m])',
  'deriv(max_over_time(load1[5m:1m])[30m:5m])',
  // Arithmetic, and what binds stronger
  '1 + 2 * 3 ^ 2 ^ 0.5 - 4 / 3 % 2',
  '-2 ^ 2',
  '-load1 ^ 2',
  '2 ^ -1',
  '0x1F + 1e3 + .5 + 5. - 1e-3',
  'NaN',
  '-Inf',
  '1 > bool 0',
  '(1 == bool 1) + (2 != bool 2)',
  'load1 * 100',
  '100 / load1',
  'load1 % 3',
  '3 ^ load1',
  'odd * 0',
  'odd ^ 0',
  '1 ^ odd',
  '(0 - 1) ^ odd',
  'odd % 0',
  'load1 > 2',
  '2 > load1',
  'load1 > bool 2',
  '2 >= bool load1',
  'load1 != load1',
  'load1 == load1',
  'odd <= 42',
  '-load1',
  '- - load1',
  '+load1',
  'time() - 5',
  'time() > bool 1',
  'vector(1) + time()',
  // Matching
  'disk_free_bytes / disk_size_bytes',
  '1 - disk_free_bytes / disk_size_bytes > 0.3',
  'disk_free_bytes / on(instance, mount) disk_size_bytes',
  'disk_free_bytes / ignoring(job) disk_size_bytes',
  'disk_free_bytes > ignoring(job) disk_size_bytes * 0.7',
  'disk_free_bytes > bool disk_size_bytes * 0.7',
  'http_requests_total / on(instance) group_left load1',
  'load1 * on(instance) group_right http_requests_total',
  'load1 * on(instance) group_left(version) build_info',
  'build_info * on(instance) group_right(version) load1',
  'http_requests_total > on(instance) group_left load1',
  'load1 < on(instance) group_right http_requests_total',
  'http_requests_total * on(instance) load1',
  'load1 * on(instance) http_requests_total',
  'http_requests_total + on(instance, method) http_requests_total{code="200"}',
  'http_requests_total * on(job) group_left load1',
  'load1 and on(instance) http_requests_total{job="web"}',
  'load1 and load1 > 1',
  'load1 or exact',
  'load1 or on(instance) http_requests_total',
  'http_requests_total or on(instance) load1',
  'load1 unless on(instance) http_requests_total{job="web"}',
  'load1 unless load1 > 2',
  'load1 > 1 and load1 < 3 or exact unless flapping',
  'flapping or vector(0)',
  'sum(flapping) or vector(0)',
  'http_requests_total * 2 == http_requests_total + http_requests_total',
  // Aggregations
  ...['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'].flatMap((name) => [
    `${name}(load1)`,
    `${name}(odd)`,
    `${name} by (job) (http_requests_total)`,
    `${name}(http_requests_total) without (instance, code)`,
  ]),
  'sum by (nothing) (load1)',
  'sum without () (load1)',
  'count by (__name__) ({instance="a"})',
  'sum({__name__=~"disk_.*"}) without (mount)',
  'topk(2, load1)',
  'topk(1, rate(http_requests_total[5m])) by (job)',
  'bottomk by (method) (2, http_requests_total)',
  'topk(0, load1)',
  'topk(100, odd)',
  'bottomk(3, disk_free_bytes)',
  'topk(scalar(count(load1)) - 1, disk_free_bytes)',
  'quantile(0.5, load1)',
  'quantile(1.5, load1) by (job)',
  'quantile by (job) (0.25, http_requests_total)',
  'quantile(0.9, odd)',
  'count_values("value", exact)',
  'count_values("value", odd)',
  'count_values by (job) ("code", floor(load1))',
  'avg(rate(http_requests_total{code="500"}[10m])) / avg(rate(http_requests_total[10m]))',
  // Histograms
  'histogram_quantile(0.9, rate(request_seconds_bucket[5m]))',
  'histogram_quantile(0.5, sum by (le) (rate(request_seconds_bucket[10m])))',
  'histogram_quantile(0.999, request_seconds_bucket)',
  'histogram_quantile(2, request_seconds_bucket)',
  'histogram_quantile(0, request_seconds_bucket)',
  'histogram_quantile(0.5, request_seconds_bucket{le!="+Inf"})',
  'histogram_quantile(0.5, load1)',
  'histogram_quantile(scalar(load1{instance="a"}) / 4, request_seconds_bucket)',
  'rate(request_seconds_sum[5m]) / rate(request_seconds_count[5m])',
  // Other functions
  ...single.flatMap((name) => [`${name}(load1)`, `${name}(exact - 8)`, `${name}(odd)`]),
  ...dates.flatMap((name) => [`${name}()`, `${name}(moment)`]),
  'round(load1, 0.25)',
  'clamp(load1, 1, 2)',
  'clamp(load1, 2, 1)',
  'clamp_min(odd, 2)',
  'clamp_max(odd, 2)',
  'scalar(load1)',
  'scalar(load1{instance="a"})',
  'vector(3)',
  'time()',
  'timestamp(load1)',
  'timestamp(http_requests_total offset 1m)',
  'timestamp(load1 > 1)',
  'time() - timestamp((exact))',
  'absent(nothing)',
  'absent(nothing{job="x",instance="y",job="z"})',
  'absent(load1)',
  'absent(flapping{kind="ends"})',
  'absent(sum(nothing{job="x"}))',
  'sort(load1)',
  'sort_desc(http_requests_total)',
  'label_replace(load1, "host", "host-$1", "instance", "(.*)")',
  'label_replace(load1, "host", "$' + '{name}!$$", "instance", "(?P<name>[ab])")',
  'label_replace(load1, "job", "", "instance", ".*")',
  'label_replace(load1, "instance", "x", "job", "node")',
  'label_replace(load1, "host", "$2", "instance", "(.)")',
  'label_join(http_requests_total, "what", "-", "method", "code", "none")',
  'label_join(load1, "instance", ",")',
  'sum by (host) (label_replace(rate(http_requests_total[5m]), "host", "$1", "instance", "(.).*"))',
  // Refused by both
  'rate(load1)',
  'load1[5m] + 1',
  'sum(load1[5m])',
  '1 > 2',
  'load1 bool 2',
  'load1 and 1',
  'abs()',
  'nosuch(load1)',
  '{}',
  '{job=~".*"}',
  'load1{instance=~"("}',
  'load1 +',
  'rate({__name__=~"disk_.*"}[5m])',
  '-{__name__=~"disk_.*"}',
  'load1{__name__="x"}',
  'load1[5m] offset 1m offset 2m',
  'count_values("no label", load1)',
]

/** Queries put together by chance, always the same ones. */
export function madeQueries(count: number): string[] {
  const next = chances(99)
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const part = (deep: number): string => {
    const kind = deep <= 0 ? 0 : Math.floor(next() * 9)
    const inner = () => part(deep - 1)
    const match = one(['', '', ' on(instance)', ' ignoring(job, mount)', ' on(instance) group_left', ' on(instance, job) group_right'])
    switch (kind) {
      case 1:
        return `${one(ranged)}(${one(selectors)}[${one(['90s', '5m', '17m', '1h'])}]${one(['', '', ' offset 6m'])})`
      case 2:
        return `${one(['sum', 'avg', 'min', 'max', 'count', 'stddev'])} ${one(['', 'by (instance) ', 'without (code, mount) '])}(${inner()})`
      case 3:
        return `(${inner()} ${one(['+', '-', '*', '/', '%'])}${match} ${inner()})`
      case 4:
        return `(${inner()} ${one(['>', '<=', '==', '!=', '> bool', '< bool'])}${match} ${inner()})`
      case 5:
        return `(${inner()} ${one(['and', 'or', 'unless'])}${one(['', ' on(instance)', ' ignoring(code)'])} ${inner()})`
      case 6:
        return `${one(single)}(${inner()})`
      case 7:
        return `${one(ranged)}(${inner()}[${one(['10m', '25m'])}:${one(['1m', '150s', ''])}])`
      case 8:
        return `(${inner()} ${one(['*', '-', '>', '/'])} ${one(['2', '0.5', '-1', 'scalar(load1{instance="a"})', 'time()'])})`
      default:
        return `${one(selectors)}${one(['', '', ' offset 4m'])}`
    }
  }
  return Array.from({ length: count }, () => part(3))
}

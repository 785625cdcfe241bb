/** The metrics of a run in the order of their weight. Pure. */

/**
 * Parts metrics of the whole test set from those of one class, which a report names `<metric>/<class>`: of a hundred
 * classes the second kind would bury the first.
 */
export function splitMetrics<Metric extends { readonly name: string }>(
  metrics: readonly Metric[],
): { whole: Metric[]; byClass: Metric[] } {
  return {
    whole: metrics.filter(({ name }) => !name.includes('/')),
    byClass: metrics.filter(({ name }) => name.includes('/')),
  };
}

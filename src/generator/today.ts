/** The local day (ISO), or that of `epoch` in UTC (seconds, https://reproducible-builds.org/specs/source-date-epoch/). */
export function today(epoch?: string): string {
  if (epoch !== undefined && /^\d{1,12}$/.test(epoch)) {
    return new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
  }
  const now = new Date();
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

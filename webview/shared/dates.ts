/** Dates and ages as people say them, in both languages. */
import type { Language } from '../../src/l10n.ts';
import type { Say } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function parts(time: Date, zone: 'UTC' | undefined): { year: number; month: string; dayOfMonth: number } {
  const local = zone === undefined;
  return {
    year: local ? time.getFullYear() : time.getUTCFullYear(),
    month: new Intl.DateTimeFormat('en-US', { month: 'short', ...(zone && { timeZone: zone }) }).format(time),
    dayOfMonth: local ? time.getDate() : time.getUTCDate(),
  };
}

function dayText(time: Date, zone: 'UTC' | undefined, language: Language, now: number): string {
  const { year, month, dayOfMonth } = parts(time, zone);
  const other = year !== new Date(now).getFullYear();
  if (language === 'en') return `${dayOfMonth} ${month}${other ? ` ${year}` : ''}`;
  const number = (zone === undefined ? time.getMonth() : time.getUTCMonth()) + 1;
  return `${other ? `${year}年` : ''}${number}月${dayOfMonth}日`;
}

/** A calendar day such as `2026-12-01`: “1 Dec”, “12月1日”; with the year where it is not this one. */
export function dayName(isoDate: string, language: Language, now: number): string {
  const time = new Date(`${isoDate}T00:00:00Z`);
  return Number.isNaN(time.getTime()) ? isoDate : dayText(time, 'UTC', language, now);
}

/** A moment, in the person's own time zone: “23 Nov, 13:02”, “11月23日 13:02”. */
export function momentName(iso: string, language: Language, now: number): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const clock = `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`;
  return `${dayText(time, undefined, language, now)}${language === 'en' ? ', ' : ' '}${clock}`;
}

/** How long ago: “just now”, “5 min ago”, “2 h ago”, “3 d ago”, then the day. Clocks that run ahead read as “just now”. */
export function age(iso: string, now: number, say: Say, language: Language): string {
  const time = new Date(iso);
  const past = now - time.getTime();
  if (Number.isNaN(past)) return iso;
  if (past < minute) return say('age.now');
  if (past < hour) return say('age.minutes', { n: Math.floor(past / minute) });
  if (past < day) return say('age.hours', { n: Math.floor(past / hour) });
  if (past < 30 * day) return say('age.days', { n: Math.floor(past / day) });
  return dayText(time, undefined, language, now);
}

const DAY = 24 * 3600 * 1000;
/** Turkey keeps UTC+3 all year. */
const TURKEY = 3 * 3600 * 1000;
const ANSWER_DAYS = 3;

/**
 * When a question's time is up: three business days after it was asked (developers.trendyol.com, "Answering customer
 * questions", UNANSWERED). The clock stands still on Saturdays and Sundays in Turkey; public holidays are not known to
 * stop it: the stricter reading.
 */
function answerDeadline(creationDate: number): number {
  let local = creationDate + TURKEY;
  let left = ANSWER_DAYS * DAY;
  while (left > 0) {
    const untilMidnight = DAY - (local % DAY);
    if (isWeekend(local)) local += untilMidnight;
    else {
      const step = Math.min(left, untilMidnight);
      local += step;
      left -= step;
    }
  }
  return local - TURKEY;
}

/** Whether a question's time is up. */
export function isOverdue(creationDate: number, now: number): boolean {
  return now - creationDate >= ANSWER_DAYS * DAY && answerDeadline(creationDate) <= now;
}

function isWeekend(local: number): boolean {
  return [0, 6].includes(new Date(local).getUTCDay());
}
